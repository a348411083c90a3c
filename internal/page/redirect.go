package page

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// A payer is led on to the merchant in the answer to their own form, and by
// nothing else: not by opening the link again, not by the browser's back button,
// not in another window. Where that answer still says "checking", or the
// merchant wants the page seen for some seconds, the way on is kept in a redirect token: a
// random value in the address of that window and in a cookie, good for once.

// redirectTokenName is the parameter and the cookie.
const redirectTokenName = "turn"

// answerPayment answers a form that may have ended the payment: with the way to
// the merchant, or with the page's own address, which tells what became of it,
// also when another request was faster.
func (s *Server) answerPayment(w http.ResponseWriter, r *http.Request, page hpp.PageView, err error) {
	if err != nil && !isConflict(err) {
		s.fail(w, r, err)
		return
	}
	s.FailureLimit.count(r, page.Session)
	after, redirects := page.AutoRedirect()
	own := err == nil || page.SameBrowser
	switch {
	case own && redirects && after == 0:
		s.redirectToMerchant(w, r, page)
	case own && (redirects || page.State == hpp.PageChecking):
		s.grantRedirect(w, r)
	default:
		s.redirectToPage(w, r)
	}
}

// redirectToMerchant answers with the last page of this server, which redirects at once.
func (s *Server) redirectToMerchant(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	screen, somewhere := view.ForLeaving(page, s.brandedSite(r, page))
	if !somewhere {
		s.redirectToPage(w, r)
		return
	}
	s.render(w, r, http.StatusOK, screen)
}

// grantRedirect leads to the page's own address with a way on that is good for once.
func (s *Server) grantRedirect(w http.ResponseWriter, r *http.Request) {
	value := rand.Text()
	http.SetCookie(w, s.cookie(r, redirectTokenName, value))
	s.answerForm(w, r, s.pageAddress(r, redirectTokenName+"="+value))
}

// answerForm leads from a form to a path of this server. A script that sent the form
// reads the path from a header: it cannot see where a redirect leads.
func (s *Server) answerForm(w http.ResponseWriter, r *http.Request, to string) {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		w.Header().Set("Refresh", "0; url="+to)
		w.WriteHeader(http.StatusOK)
		return
	}
	s.redirect(w, to)
}

func withRedirectToken(query, value string) string {
	return strings.TrimPrefix(query+"&"+redirectTokenName+"="+value, "&")
}

// redirectToken is the redirect token that this window has, empty for none.
func redirectToken(r *http.Request) string {
	value := r.URL.Query().Get(redirectTokenName)
	c, err := r.Cookie(redirectTokenName)
	if err != nil || !browserIDPattern.MatchString(value) || subtle.ConstantTimeCompare([]byte(c.Value), []byte(value)) != 1 {
		return ""
	}
	return value
}

// showWithRedirect shows the page to a window that has a redirect token. It keeps it while the
// outcome is unknown, and spends it with the first other screen.
func (s *Server) showWithRedirect(w http.ResponseWriter, r *http.Request, page hpp.PageView, token string) {
	site := s.brandedSite(r, page)
	if page.State == hpp.PageChecking {
		site.Query = withRedirectToken(site.Query, token)
		s.render(w, r, http.StatusOK, view.ForOutcome(page, site))
		return
	}
	if r.Method != http.MethodHead {
		spent := s.cookie(r, redirectTokenName, "")
		spent.MaxAge = -1
		http.SetCookie(w, spent)
	}
	switch after, leaves := page.AutoRedirect(); {
	case leaves && after == 0:
		s.redirectToMerchant(w, r, page)
	case leaves:
		s.render(w, r, http.StatusOK, view.ForOutcomeWithRedirect(page, site, after))
	default:
		s.render(w, r, http.StatusOK, s.screen(r, page))
	}
}
