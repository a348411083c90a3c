package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// goBack leaves for the merchant and keeps the session open. The merchant's
// address follows from a page of ours, not from the form's redirect.
func (s *Server) goBack(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	page, err := s.Payments.GoBack(r.Context(), page)
	if err != nil {
		s.answerAct(w, r, err)
		return
	}
	s.redirectToShop(w, r, page, page.RedirectURL)
}

// redirectToShop leads on to an address of the merchant. The session stays open:
// the payer may come back.
func (s *Server) redirectToShop(w http.ResponseWriter, r *http.Request, page hpp.PageView, to string) {
	page.State, page.RedirectURL = hpp.PagePay, to
	s.redirectToMerchant(w, r, page)
}

// confirmCancel asks before a session is ended finally.
func (s *Server) confirmCancel(w http.ResponseWriter, r *http.Request) {
	page, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if page.Exit != hpp.ExitCancel || !canStillAct(page.State) {
		s.redirectToPage(w, r)
		return
	}
	s.render(w, r, http.StatusOK, view.ForCancel(page, s.brandedSite(r, page)))
}

// canStillAct reports whether the payer may still change what becomes of the
// session.
func canStillAct(state hpp.PageState) bool {
	switch state {
	case hpp.PagePay, hpp.PageChallenge, hpp.PageFailed, hpp.PageError:
		return true
	}
	return false
}

func (s *Server) cancel(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	page, err := s.Payments.CancelPayment(r.Context(), page)
	s.answerPayment(w, r, page, err)
}
