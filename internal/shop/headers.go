package shop

import (
	"net/http"
	"net/url"
	"strings"
)

// withHeaders sets the headers every answer carries and refuses forms posted from
// other sites. Callbacks come from a server, which sends no such header, and
// pass.
func withHeaders(pageURL string, next http.Handler) http.Handler {
	policy := strings.Join([]string{
		"default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'",
		// A form's redirect counts as its target: buying ends on the payment page.
		"form-action 'self'" + cspSource(pageURL),
		"base-uri 'none'", "frame-ancestors 'none'",
	}, "; ")
	guarded := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Not no-referrer: with that, browsers hide the Origin of our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		guarded.ServeHTTP(w, r)
	})
}

// cspSource answers " scheme://host" of an address, or nothing when it has none.
func cspSource(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.ContainsAny(u.Host, ";, ") {
		return ""
	}
	return " " + u.Scheme + "://" + u.Host
}
