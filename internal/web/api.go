package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// API serves the paths below the prefixes (such as "/hpp/"), and all that hold a
// version (such as "/settlements/v1/payouts"), from mux and all others from
// next. Clients glue base addresses and paths together carelessly, so doubled
// and trailing slashes are read as if they were not there, without a redirect,
// which would turn their POST into a GET. What mux does not have is answered
// with the envelope: 404, or 405 with Allow. A browser that opens such an address
// outside an API's versions gets what next has for it, a page.
func API(mux *http.ServeMux, next http.Handler, prefixes ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := tidy(r.URL.Path) + "/"; !below(path, prefixes) && !versioned(path) {
			next.ServeHTTP(w, r)
			return
		}
		clean := *r
		clean.URL = tidyURL(r.URL)
		defer func() { r.Pattern = clean.Pattern }() // for the log outside
		handler, pattern := mux.Handler(&clean)
		if pattern == "" {
			missing(w, &clean, handler, next)
			return
		}
		mux.ServeHTTP(w, &clean)
	})
}

func below(path string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// versioned reports a path as APIs have them: whoever asks for an API that is not
// served here reads an envelope, no page.
func versioned(path string) bool {
	segments := strings.SplitN(path, "/", 4)
	return slices.ContainsFunc(segments[:len(segments)-1], func(segment string) bool {
		digits, ok := strings.CutPrefix(segment, "v")
		return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
	})
}

func tidyURL(u *url.URL) *url.URL {
	clean := *u
	clean.Path = tidy(u.Path)
	if u.RawPath == "" {
		return &clean
	}
	// An escaped slash belongs to a segment and is nobody's carelessness.
	raw := tidy(u.RawPath)
	if path, err := url.PathUnescape(raw); err == nil {
		clean.RawPath, clean.Path = raw, path
	}
	return &clean
}

// tidy joins runs of slashes into one and drops the last one.
func tidy(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

// missing asks the mux's own handler which of the two it is.
func missing(w http.ResponseWriter, r *http.Request, handler, next http.Handler) {
	verdict := &discard{header: http.Header{}}
	handler.ServeHTTP(verdict, r)
	if verdict.status != http.StatusMethodNotAllowed {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if reads && !versioned(r.URL.Path+"/") && PrefersPage(w, r) {
			next.ServeHTTP(w, r)
			return
		}
		WriteError(w, r, http.StatusNotFound, "NOT_FOUND", "There is nothing at this address")
		return
	}
	allow := verdict.header.Get("Allow")
	w.Header().Set("Allow", allow)
	WriteError(w, r, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "This address takes "+allow)
}

// discard keeps the status and headers of an answer and drops its body.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }

// pathPattern is a mux pattern without its method.
func pathPattern(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	return pattern
}
