package page

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// withTillForm is withForm for a till, whose forms carry a key of their own.
func (s *Server) withTillForm(next tillHandler) http.HandlerFunc {
	open := s.withTill(func(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
		if !keysMatch(r.PostForm.Get("page_key"), till.FormKey) {
			s.render(w, r, http.StatusForbidden, view.ForRejected(till.PageView, s.tillSite(r, till)))
			return
		}
		next(w, r, till)
	})
	return func(w http.ResponseWriter, r *http.Request) {
		if s.validForm(w, r) {
			open(w, r)
		}
	}
}

// refreshTill shows the module with everything that was typed, for browsers without
// scripts: they get no news otherwise.
func (s *Server) refreshTill(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	s.render(w, r, http.StatusOK, view.ForTill(till, s.brandedTillSite(r, till), view.RejectedSend{Typed: readTillForm(r.PostForm)}))
}

// distribute hands the payment over as the form says.
func (s *Server) distribute(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	request := readTillForm(r.PostForm)
	err := s.Till.DistributeAtTill(r.Context(), r.PathValue("token"), r.PostForm.Get("once"), request)
	fault, status := correctableError(err)
	if status == 0 {
		s.answerTillAct(w, r, till, err)
		return
	}
	if fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
	s.render(w, r, status, view.ForTill(till, s.brandedTillSite(r, till), view.RejectedSend{Typed: request, Code: fault.Code, Fields: fault.Fields}))
}

// answerTillAct answers an act at the till that is done, or that came too late: the
// module tells how the payment stands.
func (s *Server) answerTillAct(w http.ResponseWriter, r *http.Request, till hpp.TillView, err error) {
	switch {
	case err == nil, isConflict(err), errors.Is(err, hpp.ErrNotFound), hpp.IsCode(err, hpp.CodeConstraint):
		s.redirectToTill(w, r, till)
	default:
		s.failTill(w, r, till, err)
	}
}

// correctableError is what is wrong with a form that could not be sent, and the status
// that says so; 0 when nothing is, or nothing that another form would mend.
func correctableError(err error) (*hpp.Error, int) {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok || errors.Is(err, hpp.ErrNotFound) {
		return nil, 0
	}
	switch fault.Code {
	case hpp.CodeConstraint:
		if len(fault.Fields) == 0 {
			return nil, 0 // the session is over
		}
		return fault, http.StatusUnprocessableEntity
	case hpp.CodeMissingContact, hpp.CodeUnsupportedCountry, hpp.CodeBlacklisted:
		return fault, http.StatusUnprocessableEntity
	case hpp.CodeNotFound: // the code on the phone
		return fault, http.StatusNotFound
	case hpp.CodeTooMany:
		return fault, http.StatusTooManyRequests
	}
	return nil, 0
}

// readTillForm reads the fields of docs/spec/hpp.md §1.4. Scanners end a code with keys of
// their own.
func readTillForm(values url.Values) hpp.DistributionRequest {
	field := func(name string, clean func(string) string) string {
		return clean(strings.ToValidUTF8(values.Get(name), "\uFFFD"))
	}
	return hpp.DistributionRequest{
		Method: field("method", cleantext.Figures), Email: field("email", cleantext.Email), Phone: field("phone", phone.Clean),
		PhoneCountry: strings.ToUpper(field("phone_country", cleantext.Figures)), AccessID: field("access_id", cleantext.Figures),
	}
}

// confirmDisable asks before a payment is ended at the till.
func (s *Server) confirmDisable(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	if !view.Closable(till.PageView) {
		s.redirectToTill(w, r, till)
		return
	}
	s.render(w, r, http.StatusOK, view.ForClosingTill(till, s.brandedTillSite(r, till)))
}

func (s *Server) disable(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	s.answerTillAct(w, r, till, s.Till.DisableAtTill(r.Context(), r.PathValue("token")))
}
