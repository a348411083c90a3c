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

// moduleForm is form for the module: its forms carry a key of their own.
func (s *Server) moduleForm(next atTill) http.HandlerFunc {
	open := s.opened(func(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
		if !ours(r.PostForm.Get("page_key"), visit.FormKey) {
			s.render(w, r, http.StatusForbidden, view.ForRejected(visit.PageView, s.till(r, visit)))
			return
		}
		next(w, r, visit)
	})
	return func(w http.ResponseWriter, r *http.Request) {
		if s.sound(w, r) {
			open(w, r)
		}
	}
}

// again shows the module with everything that was typed, for browsers without
// scripts: they get no news otherwise.
func (s *Server) again(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	s.render(w, r, http.StatusOK, view.ForModule(visit, s.dressedTill(r, visit), view.Returned{Typed: typed(r.PostForm)}))
}

// distribute hands the payment over as the form says.
func (s *Server) distribute(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	request := typed(r.PostForm)
	err := s.Modules.DistributeAtTill(r.Context(), r.PathValue("token"), r.PostForm.Get("once"), request)
	fault, status := refusal(err)
	if status == 0 {
		s.settled(w, r, visit, err)
		return
	}
	if fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
	s.render(w, r, status, view.ForModule(visit, s.dressedTill(r, visit), view.Returned{Typed: request, Code: fault.Code, Fields: fault.Fields}))
}

// settled answers an act at the till that is done, or that came too late: the
// module tells how the payment stands.
func (s *Server) settled(w http.ResponseWriter, r *http.Request, visit hpp.TillView, err error) {
	switch {
	case err == nil, told(err), errors.Is(err, hpp.ErrNotFound), hpp.IsCode(err, hpp.CodeConstraint):
		s.toModule(w, r, visit)
	default:
		s.failModule(w, r, visit, err)
	}
}

// refusal is what is wrong with a form that could not be sent, and the status
// that says so; 0 when nothing is, or nothing that another form would mend.
func refusal(err error) (*hpp.Error, int) {
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

// typed reads the fields of hpp.md §1.4. Scanners end a code with keys of
// their own.
func typed(values url.Values) hpp.DistributionRequest {
	field := func(name string, clean func(string) string) string {
		return clean(strings.ToValidUTF8(values.Get(name), "\uFFFD"))
	}
	return hpp.DistributionRequest{
		Method: field("method", cleantext.Figures), Email: field("email", cleantext.Email), Phone: field("phone", phone.Clean),
		PhoneCountry: strings.ToUpper(field("phone_country", cleantext.Figures)), AccessID: field("access_id", cleantext.Figures),
	}
}

// askClose asks before a payment is ended at the till.
func (s *Server) askClose(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	if !view.Closable(visit.PageView) {
		s.toModule(w, r, visit)
		return
	}
	s.render(w, r, http.StatusOK, view.ForClosing(visit, s.dressedTill(r, visit)))
}

func (s *Server) closeModule(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	s.settled(w, r, visit, s.Modules.DisableAtTill(r.Context(), r.PathValue("token")))
}
