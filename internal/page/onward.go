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
// merchant wants the page seen for some seconds, the way on is kept in a turn: a
// random value in the address of that window and in a cookie, good for once.

// turnName is the parameter and the cookie.
const turnName = "turn"

// onward answers a form that may have ended the payment: with the way to the
// merchant, or with the page's own address, which tells what became of it, also
// when somebody else was faster.
func (s *Server) onward(w http.ResponseWriter, r *http.Request, err error) {
	done := err == nil
	if told(err) {
		err = nil
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	visit, err := s.open(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.Failures.count(r, visit.Session)
	after, leaves := visit.AutoRedirect()
	own := done || visit.SameBrowser
	switch {
	case own && leaves && after == 0:
		s.depart(w, r, visit)
	case own && (leaves || visit.State == hpp.PageChecking):
		s.turn(w, r)
	default:
		s.toPage(w, r)
	}
}

// depart answers with the last page of ours, which leads on at once.
func (s *Server) depart(w http.ResponseWriter, r *http.Request, visit hpp.PageView) {
	screen, somewhere := view.ForLeaving(visit, s.dressed(r, visit))
	if !somewhere {
		s.toPage(w, r)
		return
	}
	s.render(w, r, http.StatusOK, screen)
}

// turn leads to the page's own address with a way on that is good for once. A
// script that sent the form reads the address from a header: it cannot see
// where a redirect leads.
func (s *Server) turn(w http.ResponseWriter, r *http.Request) {
	value := rand.Text()
	http.SetCookie(w, s.cookie(r, turnName, value))
	site := s.site(r)
	to := site.Path + "?" + withTurn(site.Query, value)
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		w.Header().Set("Refresh", "0; url="+to)
		w.WriteHeader(http.StatusOK)
		return
	}
	s.redirect(w, to)
}

func withTurn(query, value string) string {
	return strings.TrimPrefix(query+"&"+turnName+"="+value, "&")
}

// turned is the turn that this window has, empty for none.
func turned(r *http.Request) string {
	value := r.URL.Query().Get(turnName)
	c, err := r.Cookie(turnName)
	if err != nil || !heldForm.MatchString(value) || subtle.ConstantTimeCompare([]byte(c.Value), []byte(value)) != 1 {
		return ""
	}
	return value
}

// showTurn shows the page to a window that has a turn. It keeps it while the
// outcome is unknown, and spends it with the first other screen.
func (s *Server) showTurn(w http.ResponseWriter, r *http.Request, visit hpp.PageView, turn string) {
	site := s.dressed(r, visit)
	if visit.State == hpp.PageChecking {
		site.Query = withTurn(site.Query, turn)
		s.render(w, r, http.StatusOK, view.ForOutcome(visit, site))
		return
	}
	if r.Method != http.MethodHead {
		spent := s.cookie(r, turnName, "")
		spent.MaxAge = -1
		http.SetCookie(w, spent)
	}
	switch after, leaves := visit.AutoRedirect(); {
	case leaves && after == 0:
		s.depart(w, r, visit)
	case leaves:
		s.render(w, r, http.StatusOK, view.ForOutcomeThen(visit, site, after))
	default:
		s.render(w, r, http.StatusOK, s.screen(r, visit))
	}
}
