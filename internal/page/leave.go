package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// goBack leaves for the merchant and keeps the session open. The merchant's
// address follows from a page of ours, not from the form's redirect.
func (s *Server) goBack(w http.ResponseWriter, r *http.Request, _ hpp.PageView) {
	to, err := s.Payments.GoBack(r.Context(), r.PathValue("link"))
	if err != nil {
		s.answerAct(w, r, err)
		return
	}
	s.redirectToShop(w, r, to)
}

// redirectToShop leads on to an address of the merchant. The session stays open: the
// payer may come back.
func (s *Server) redirectToShop(w http.ResponseWriter, r *http.Request, to string) {
	visit, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	visit.State, visit.RedirectURL = hpp.PagePay, to
	s.redirectToMerchant(w, r, visit)
}

// confirmCancel asks before a session is ended for good.
func (s *Server) confirmCancel(w http.ResponseWriter, r *http.Request) {
	visit, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if visit.Exit != hpp.ExitCancel || !canStillAct(visit.State) {
		s.redirectToPage(w, r)
		return
	}
	s.render(w, r, http.StatusOK, view.ForCancel(visit, s.brandedSite(r, visit)))
}

// canStillAct reports whether the payer may still change what becomes of the session.
func canStillAct(step hpp.PageState) bool {
	switch step {
	case hpp.PagePay, hpp.PageChallenge, hpp.PageFailed, hpp.PageError:
		return true
	}
	return false
}

func (s *Server) cancel(w http.ResponseWriter, r *http.Request, _ hpp.PageView) {
	s.answerPayment(w, r, s.Payments.CancelPayment(r.Context(), r.PathValue("link")))
}
