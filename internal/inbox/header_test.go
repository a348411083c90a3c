package inbox

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/csp"
)

// guarded are the headers that say who may keep and show an answer.
func guarded(h http.Header) map[string]string {
	got := map[string]string{}
	for _, name := range []string{"Cache-Control", "Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"} {
		if value := h.Get(name); value != "" {
			got[name] = value
		}
	}
	return got
}

// Every route, as JSON, as a page and refused.
func TestHeaders(t *testing.T) {
	const rest = "; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
	style := "default-src 'none'; style-src " + csp.Hash(pageCSS) + "; "
	data := map[string]string{"Cache-Control": "no-store", "Content-Type": "application/json", "X-Content-Type-Options": "nosniff"}
	html := func(policy string) map[string]string {
		return map[string]string{
			"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "no-referrer", "Content-Security-Policy": policy,
		}
	}
	const sandbox = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'; sandbox"
	h := handler(newShelf(mail(), text()), nil)
	for _, c := range []struct {
		method, target string
		page           bool
		status         int
		want           map[string]string
	}{
		{"GET", Path, false, 200, data},
		{"GET", Path, true, 200, html(style + "form-action 'self'" + rest)},
		{"GET", Path + "?to=nobody", true, 200, html(style + "form-action 'self'" + rest)},
		{"GET", Path + "?wait=x", false, 400, data},
		{"GET", Path + "?wait=x", true, 400, data},
		{"GET", Path + "/mail-1", false, 200, data},
		{"GET", Path + "/mail-1", true, 200, html(style + "frame-src 'self'; form-action 'none'" + rest)},
		{"GET", Path + "/text-1", true, 200, html(style + "frame-src 'self'; form-action 'none'" + rest)},
		{"GET", Path + "/none", true, 404, data},
		{"GET", Path + "/mail-1/html", false, 200, html(sandbox)},
		{"GET", Path + "/mail-1/html", true, 200, html(sandbox)},
		{"GET", Path + "/text-1/html", true, 404, data},
		{"DELETE", Path, false, 204, map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}},
	} {
		w := exchange(t, h, request(c.method, c.target, c.page))
		if diff := cmp.Diff(c.want, guarded(w.Header())); diff != "" || w.Code != c.status {
			t.Errorf("%s %s: %d\n%s", c.method, c.target, w.Code, diff)
		}
	}
}

// HEAD tells what GET would, over a real connection.
func TestHead(t *testing.T) {
	big := mail()
	big.ID, big.HTML = "big", strings.Repeat("x", 100<<10)
	server := httptest.NewServer(handler(newShelf(mail(), text(), big), nil))
	defer server.Close()
	client := server.Client()
	defer client.CloseIdleConnections()
	ask := func(method, target string, page bool) (int, http.Header, string) {
		r := request(method, target, page)
		r.RequestURI = ""
		r.URL.Scheme, r.URL.Host = "http", server.Listener.Addr().String()
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Date", "Klarna-Correlation-Id"} {
			resp.Header.Del(name)
		}
		return resp.StatusCode, resp.Header, string(text)
	}
	for _, target := range []string{"", "?method=sms", "?wait=99", "/mail-1", "/text-1", "/none", "/mail-1/html", "/big/html", "/text-1/html"} {
		for _, page := range []bool{false, true} {
			want, wantHeader, text := ask(http.MethodGet, Path+target, page)
			got, gotHeader, none := ask(http.MethodHead, Path+target, page)
			if diff := cmp.Diff(wantHeader, gotHeader); diff != "" || got != want || none != "" || text == "" {
				t.Errorf("%s: %d instead of %d, %d bytes\n%s", target, got, want, len(none), diff)
			}
		}
	}
}

func TestAccept(t *testing.T) {
	h := handler(newShelf(mail()), nil)
	for accept, page := range map[string]bool{
		"":                                  false,
		"*/*":                               false,
		"text/*":                            false,
		"application/json":                  false,
		"application/json, text/plain, */*": false,
		"application/json, text/html;q=0.5": false,
		"text/html;q=0":                     false,
		"text/html;q=much":                  false,
		"text/html;q=NaN":                   false,
		"text/htmlx":                        false,
		";;;,text/html;q":                   false,
		"text/html":                         true,
		"TEXT/HTML; charset=utf-8":          true,
		"text/html, application/json":       true,
		"text/html,application/json;q=0.9":  true,
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8": true,
	} {
		for _, target := range []string{Path, Path + "/mail-1"} {
			r := request(http.MethodGet, target, false)
			r.Header.Set("Accept", accept)
			w := exchange(t, h, r)
			if got := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"); got != page || w.Code != 200 {
				t.Errorf("%s with %q: %d %s", target, accept, w.Code, w.Header().Get("Content-Type"))
			}
		}
	}
}
