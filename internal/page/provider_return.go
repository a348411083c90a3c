package page

import (
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A payer who left for the provider's page by a form of ours is led on to the
// merchant when they come back: the redirect token of that form waits in a cookie
// of the step, and in one of the page.

// grantReturn keeps a redirect token for the payer's return.
func (s *Server) grantReturn(w http.ResponseWriter, r *http.Request, step hpp.StepView) {
	s.grantReturnTo(w, r, step, r.PathValue("step"))
}

// grantReturnOf keeps one for a payer who goes on to an order's step: its script
// takes the window to the return by itself, and no form of the step is sent.
func (s *Server) grantReturnOf(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	step, err := s.Steps.FindStep(r.Context(), page.StepToken)
	if err != nil {
		return // the payer finds the outcome on the page, with a button
	}
	s.grantReturnTo(w, r, step, page.StepToken)
}

func (s *Server) grantReturnTo(w http.ResponseWriter, r *http.Request, step hpp.StepView, token string) {
	value := rand.Text()
	http.SetCookie(w, s.cookie(atPage(r, step), redirectTokenName, value))
	kept := s.cookie(r, redirectTokenName, value)
	kept.Path = s.stepPath(token)
	http.SetCookie(w, kept)
}

// returnToStep is where the provider sends the payer back to. What happened there
// is read from the provider; the address says no more than that somebody is back.
func (s *Server) returnToStep(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	step, err := s.Steps.ReturnStep(r.Context(), r.PathValue("step"), r.URL.Query().Get("result"))
	switch {
	case err != nil && !errors.Is(err, hpp.ErrStepOver):
		s.fail(w, r, err)
		return
	case !navigates(r):
		w.WriteHeader(http.StatusResetContent)
		return
	}
	at := atPage(r, step)
	c, missing := r.Cookie(redirectTokenName)
	if missing != nil || !browserIDPattern.MatchString(c.Value) {
		s.redirectToPage(w, at)
		return
	}
	s.redirect(w, s.site(at).Path+"?"+withRedirectToken("", c.Value))
}
