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
func (s *Server) confirm(w http.ResponseWriter, r *http.Request, visit hpp.PageView) {
	typed := r.PostForm.Get("otp")
	code := onetimecode.Clean(cleantext.Readable(typed))
	if (code == "" || cleantext.Unreadable(typed)) && visit.State == hpp.PageChallenge {
		s.render(w, r, http.StatusUnprocessableEntity, view.ForChallenge(visit, s.brandedSite(r, visit), true))
		return
	}
	err := s.Payments.Confirm(r.Context(), r.PathValue("link"), code)
	if to := merchantRedirect(err); to != "" {
		s.redirectToShop(w, r, to)
		return
	}
	if hpp.IsCode(err, hpp.CodeTooMany) {
		setRetryAfter(w, err)
		s.showCurrent(w, r, http.StatusTooManyRequests)
		return
	}
	if hpp.IsCode(err, hpp.CodeBadValue) {
		s.showCodeCorrection(w, r, err)
		return
	}
	s.answerPayment(w, r, err)
}

// showCodeCorrection marks what the provider found wrong only once it had the
// code: details on the pay screen, or the code itself.
func (s *Server) showCodeCorrection(w http.ResponseWriter, r *http.Request, fault error) {
	visit, err := s.openPage(r)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case visit.State == hpp.PagePay:
		c := view.Correction{Payer: visit.Payer, Category: visit.Session.Chosen, Fields: fieldsOf(fault), MerchantText: merchantMessage(fault), Refused: true}
		s.render(w, r, http.StatusUnprocessableEntity, view.ForCorrection(visit, s.brandedSite(r, visit), c))
	case visit.State == hpp.PageChallenge:
		s.render(w, r, http.StatusUnprocessableEntity, view.ForChallenge(visit, s.brandedSite(r, visit), true))
	default:
		s.redirectToPage(w, r)
	}
}

// setRetryAfter says in a header when the next try is taken; the page says it in
// words.
func setRetryAfter(w http.ResponseWriter, err error) {
	if fault, ok := errors.AsType[*hpp.Error](err); ok && fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
}

// showCurrent shows what the session asks for now, with a status that says that
// the form did nothing.
func (s *Server) showCurrent(w http.ResponseWriter, r *http.Request, status int) {
	visit, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, status, s.screen(r, visit))
}

// retry goes back to paying. Where nothing was tried yet it changes nothing and
// says so by its status.
func (s *Server) retry(w http.ResponseWriter, r *http.Request, _ hpp.PageView) {
	err := s.Payments.Retry(r.Context(), r.PathValue("link"))
	if errors.Is(err, hpp.ErrNothingToRetry) {
		s.showCurrent(w, r, http.StatusConflict)
		return
	}
	s.answerAct(w, r, err)
}
