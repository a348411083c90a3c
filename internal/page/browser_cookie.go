package page

import (
	"crypto/rand"
	"net/http"
	"regexp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// What a payer typed is shown again to the browser that typed it and to no
// other holder of the link. The browser is known by a random cookie, which it
// gets with the first form it sends. One that keeps no cookies pays as well; its
// payer is only shown an empty form.

// browserIDPattern is the form of our cookies' values; others count as none.
var browserIDPattern = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// browserCookie is its name. Under TLS browsers take the prefix from a secure
// answer alone, so that nobody on the way can plant one.
func (s *Server) browserCookie() string {
	if s.usesTLS() {
		return "__Secure-browser"
	}
	return "browser"
}

// browserID is what this browser got with a form before; empty: nothing.
func (s *Server) browserID(r *http.Request) string {
	c, err := r.Cookie(s.browserCookie())
	if err != nil || !browserIDPattern.MatchString(c.Value) {
		return ""
	}
	return c.Value
}

// ensureBrowserID makes sure that a browser is known again, and answers by what.
func (s *Server) ensureBrowserID(w http.ResponseWriter, r *http.Request) string {
	if held := s.browserID(r); held != "" {
		return held
	}
	held := rand.Text()
	http.SetCookie(w, s.cookie(r, s.browserCookie(), held))
	return held
}

// clearBrowserID has the browser drop what it is known by.
func (s *Server) clearBrowserID(w http.ResponseWriter, r *http.Request) {
	c := s.cookie(r, s.browserCookie(), "")
	c.MaxAge = -1
	http.SetCookie(w, c)
}

// cookie is one for the page at the request's link alone, until the browser is
// closed.
func (s *Server) cookie(r *http.Request, name, value string) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: s.site(r).Path,
		HttpOnly: true, Secure: s.usesTLS(), SameSite: http.SameSiteLaxMode,
	}
}

// openPage answers what the page at the request's link shows to its browser.
func (s *Server) openPage(r *http.Request) (hpp.PageView, error) {
	return s.Payments.Open(r.Context(), r.PathValue("link"), hpp.Browser{ID: s.browserID(r), Distribution: distributionNumber(r)})
}
