package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// events is where pages hear that they are out of date.
const events = "/_dev/events"

// script loads its page anew when told to, and when the proxy was gone.
const script = `<script nonce="%s">new EventSource(%q).onmessage = () => location.reload()</script>`

// browsers are the pages that are open.
type browsers struct {
	mu   sync.Mutex
	open map[chan struct{}]bool
}

// reload tells every open page.
func (b *browsers) reload() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for page := range b.open {
		close(page)
	}
	b.open = nil
}

// ServeHTTP answers once, when the page is out of date.
func (b *browsers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := make(chan struct{})
	b.mu.Lock()
	if b.open == nil {
		b.open = map[chan struct{}]bool{}
	}
	b.open[page] = true
	b.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	_ = http.NewResponseController(w).Flush()
	select {
	case <-page:
		_, _ = io.WriteString(w, "data: reload\n\n")
	case <-r.Context().Done():
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.open, page)
	}
}

// reloading passes everything on to an address and adds the script to pages.
func reloading(address string, b *browsers) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(events, b)
	mux.Handle("/", &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: address})
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding") // to read what comes
		},
		ModifyResponse: addScript,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = fmt.Fprintf(w, "<!doctype html><title>Wait</title><p>Not built yet: %s"+script, err, "", events)
		},
	})
	return mux
}

var nonce = regexp.MustCompile(`'nonce-([^']+)'`)

// addScript puts the script at the end of a page, with the nonce that the
// page's policy asks for. A page without scripts in its policy stays as it is.
func addScript(answer *http.Response) error {
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	given := ""
	if found := nonce.FindStringSubmatch(answer.Header.Get("Content-Security-Policy")); found != nil {
		given = found[1]
	}
	page = append(page, fmt.Sprintf(script, given, events)...)
	answer.Body = io.NopCloser(bytes.NewReader(page))
	answer.ContentLength = int64(len(page))
	answer.Header.Set("Content-Length", strconv.Itoa(len(page)))
	return nil
}
