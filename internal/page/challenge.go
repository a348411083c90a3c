package page

import (
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/onetimecode"
)

// confirm hands in the one-time code. People copy codes with the words and
// blanks around them.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	code, fault := readCode(r.PostForm.Get("otp"))
	if fault != "" && page.State == hpp.PageChallenge {
		s.render(w, r, http.StatusUnprocessableEntity, view.ForCodeCorrection(page, s.brandedSite(r, page), fault, code))
		return
	}
	page, err := s.Payments.Confirm(r.Context(), page, code)
	refused, isRefused := errors.AsType[*hpp.FormError](err)
	switch {
	case isRefused && refused.MerchantRedirect != "":
		s.redirectToShop(w, r, page, refused.MerchantRedirect)
	case isRefused:
		s.showCodeCorrection(w, r, page, refused)
	case hpp.IsCode(err, hpp.CodeTooMany):
		setRetryAfter(w, err)
		s.render(w, r, http.StatusTooManyRequests, s.screen(r, page))
	default:
		s.answerPayment(w, r, page, err)
	}
}

// readCode is the code that was typed, and what is wrong with it. A wrong code
// costs one of few attempts, so nobody is asked about one that cannot be right.
func readCode(typed string) (string, view.CodeFault) {
	code := onetimecode.Clean(cleantext.Readable(typed))
	switch {
	case code == "":
		return code, view.CodeMissing
	case cleantext.Unreadable(typed) || !onetimecode.Complete(code):
		return code, view.CodeIncomplete
	}
	return code, ""
}

// showCodeCorrection marks what the provider found wrong only once it had the
// code: details on the pay screen, or the code itself.
func (s *Server) showCodeCorrection(w http.ResponseWriter, r *http.Request, page hpp.PageView, refused *hpp.FormError) {
	switch page.State {
	case hpp.PagePay:
		c := view.Correction{Payer: page.Payer, Category: page.Session.Chosen, Fields: refused.Fields, MerchantText: refused.MerchantMessage, Refused: true}
		s.render(w, r, http.StatusUnprocessableEntity, view.ForCorrection(page, s.brandedSite(r, page), c))
	case hpp.PageChallenge:
		s.render(w, r, http.StatusUnprocessableEntity, view.ForCodeCorrection(page, s.brandedSite(r, page), view.CodeMissing, ""))
	default:
		s.redirectToPage(w, r)
	}
}

// setRetryAfter says in a header when the next attempt is taken; the page says it in
// words.
func setRetryAfter(w http.ResponseWriter, err error) {
	if fault, ok := errors.AsType[*hpp.Error](err); ok && fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
}

// retry goes back to paying. Where nothing was tried yet it changes nothing and
// says so by its status.
func (s *Server) retry(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	page, err := s.Payments.Retry(r.Context(), page)
	if errors.Is(err, hpp.ErrNothingToRetry) {
		s.render(w, r, http.StatusConflict, s.screen(r, page))
		return
	}
	s.answerAct(w, r, err)
}
