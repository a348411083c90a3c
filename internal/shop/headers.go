package shop

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/csp"
)

// withHeaders sets the headers every answer carries and refuses forms posted from
// other sites. Callbacks come from a server, which sends no such header, and
// pass.
func withHeaders(pageURL string, next http.Handler) http.Handler {
	self := []string{csp.Self}
	policy := csp.Policy{
		Styles: self, Scripts: self, Images: self, Connections: self,
		// A form's redirect counts as its target: buying ends on the payment page.
		Forms: append([]string{csp.Self}, sourceOf(pageURL)...),
	}.String()
	guarded := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set(csp.Header, policy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Not no-referrer: with that, browsers hide the Origin of our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		guarded.ServeHTTP(w, r)
	})
}

// sourceOf answers "scheme://host" of an address, or nothing when it has none.
func sourceOf(address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.ContainsAny(u.Host, ";, ") {
		return nil
	}
	return []string{u.Scheme + "://" + u.Host}
}
