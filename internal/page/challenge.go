package page

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// confirm hands in the one-time code. People copy codes with the blanks and
// hyphens they were printed with.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request, visit hpp.Visit) {
	code := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(r.PostForm.Get("otp"))
	if code == "" && visit.Step == hpp.ShowChallenge {
		s.render(w, r, http.StatusUnprocessableEntity, view.ForChallenge(visit, s.dressed(r, visit), true))
		return
	}
	err := s.Payments.Confirm(r.Context(), r.PathValue("link"), code)
	if to := elsewhere(err); to != "" {
		s.send(w, r, to)
		return
	}
	if hpp.IsCode(err, hpp.CodeBadValue) {
		s.correctAfterCode(w, r, err)
		return
	}
	s.after(w, r, err)
}

// correctAfterCode marks what the provider found wrong only once it had the
// code: details on the pay screen, or the code itself.
func (s *Server) correctAfterCode(w http.ResponseWriter, r *http.Request, fault error) {
	visit, err := s.open(r)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case visit.Step == hpp.ShowPay:
		c := view.Correction{Payer: visit.Payer, Category: visit.Session.Chosen, Fields: wrong(fault), Said: said(fault), Refused: true}
		s.render(w, r, http.StatusUnprocessableEntity, view.ForCorrection(visit, s.dressed(r, visit), c))
	case visit.Step == hpp.ShowChallenge:
		s.render(w, r, http.StatusUnprocessableEntity, view.ForChallenge(visit, s.dressed(r, visit), true))
	default:
		s.toPage(w, r)
	}
}

// retry goes back to paying. Where nothing was tried yet it changes nothing and
// says so by its status.
func (s *Server) retry(w http.ResponseWriter, r *http.Request, visit hpp.Visit) {
	err := s.Payments.Retry(r.Context(), r.PathValue("link"))
	if errors.Is(err, hpp.ErrNothingToRetry) {
		s.render(w, r, http.StatusConflict, s.screen(r, visit))
		return
	}
	s.after(w, r, err)
}
