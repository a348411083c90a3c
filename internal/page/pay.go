package page

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/subdivision"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// enter records the first gesture of a payer whose browser runs scripts.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, _ hpp.PageView) {
	if err := s.Payments.Enter(r.Context(), r.PathValue("link")); err != nil && !isConflict(err) {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) pay(w http.ResponseWriter, r *http.Request, visit hpp.PageView) {
	form := readPayForm(r.PostForm)
	form.BrowserID = s.ensureBrowserID(w, r)
	shown := form
	if faults := findFieldFaults(r.PostForm, &form, visit); len(faults) > 0 {
		s.rejectForm(w, r, shown, faults)
		return
	}
	s.answerPayForm(w, r, shown, s.Payments.Pay(r.Context(), r.PathValue("link"), form), s.answerPayment)
}

// rejectForm shows a form again that no provider is asked about. It counts as
// the payer's first act all the same.
func (s *Server) rejectForm(w http.ResponseWriter, r *http.Request, form hpp.PayForm, faults map[string]view.Fault) {
	if err := s.Payments.Enter(r.Context(), r.PathValue("link")); err != nil && !isConflict(err) {
		s.fail(w, r, err)
		return
	}
	s.showCorrection(w, r, http.StatusUnprocessableEntity, view.Correction{
		Payer: form.Payer, Category: form.Category, Shipping: form.Delivery, Faults: faults, Refused: true,
	})
}

// revise shows what the typed address and the chosen delivery cost, without
// paying.
func (s *Server) revise(w http.ResponseWriter, r *http.Request, visit hpp.PageView) {
	form := readPayForm(r.PostForm)
	form.BrowserID = s.ensureBrowserID(w, r)
	if r.PostForm.Get("only") == "delivery" {
		s.answerTotal(w, r, form)
		return
	}
	shown := form
	if faults := findFieldFaults(r.PostForm, &form, visit); len(faults) > 0 {
		s.rejectForm(w, r, shown, faults)
		return
	}
	err := s.Payments.Revise(r.Context(), r.PathValue("link"), form)
	if err == nil {
		s.redirect(w, s.site(r).Path+"?"+totalParameter+"=1")
		return
	}
	s.answerPayForm(w, r, shown, err, s.answerAct)
}

// answerPayForm goes on by next after a form of the pay screen, or shows it again.
func (s *Server) answerPayForm(w http.ResponseWriter, r *http.Request, form hpp.PayForm, err error, next func(http.ResponseWriter, *http.Request, error)) {
	switch {
	case errors.Is(err, hpp.ErrChanged):
		s.showCorrection(w, r, http.StatusConflict, view.Correction{Payer: form.Payer, Category: form.Category, Shipping: form.Delivery, Changed: true})
	case hpp.IsCode(err, hpp.CodeTooMany):
		setRetryAfter(w, err)
		s.showCorrection(w, r, http.StatusTooManyRequests, view.Correction{Payer: form.Payer, Category: form.Category, Shipping: form.Delivery})
	case merchantRedirect(err) != "":
		s.redirectToShop(w, r, merchantRedirect(err))
	case hpp.IsCode(err, hpp.CodeBadValue):
		s.showCorrection(w, r, http.StatusUnprocessableEntity, view.Correction{
			Payer: form.Payer, Category: form.Category, Shipping: form.Delivery, Fields: fieldsOf(err), MerchantText: merchantMessage(err), Refused: true,
		})
	default:
		next(w, r, err)
	}
}

// showCorrection shows the pay screen again with everything that was typed, unless
// the session has moved on meanwhile.
func (s *Server) showCorrection(w http.ResponseWriter, r *http.Request, status int, c view.Correction) {
	visit, err := s.openPage(r)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case visit.State != hpp.PagePay:
		s.redirectToPage(w, r)
	default:
		s.render(w, r, status, view.ForCorrection(visit, s.brandedSite(r, visit), c))
	}
}

// fieldsOf lists the fields an error names; none when it is about something else.
func fieldsOf(err error) []string {
	if fault, ok := errors.AsType[*hpp.Error](err); ok {
		return fault.Fields
	}
	return nil
}

// merchantMessage is what the merchant wants the payer to read about an error.
func merchantMessage(err error) string {
	if fault, ok := errors.AsType[*hpp.Error](err); ok {
		return fault.MerchantMessage
	}
	return ""
}

// merchantRedirect is where the merchant sends the payer instead of selling.
func merchantRedirect(err error) string {
	if fault, ok := errors.AsType[*hpp.Error](err); ok {
		return fault.MerchantRedirect
	}
	return ""
}

// readPayForm reads the fields of decisions.md §8; the category in either case.
func readPayForm(values url.Values) hpp.PayForm {
	field := func(name string) string { return readField(values, name) }
	country := strings.ToUpper(field("country"))
	postal, _ := postalcode.Normal(country, field("postal_code"))
	return hpp.PayForm{
		Category: hpp.Category(strings.ToUpper(field("payment_method_category"))),
		Revision: field("revision"),
		Delivery: field("delivery"),
		Payer: hpp.Payer{
			Email: field("email"), Phone: field("phone"),
			GivenName: field("given_name"), FamilyName: field("family_name"),
			DateOfBirth:   field("date_of_birth"),
			StreetAddress: field("street_address"), StreetAddress2: field("street_address2"),
			PostalCode: postal, City: field("city"),
			Region: matchingRegion(country, field("region")), Country: country,
			WholeAddress: values.Has("region"),
		},
	}
}

// matchingRegion leaves out a state of the country that the payer turned away from:
// without a script the form still shows the list of the country before.
func matchingRegion(country, typed string) string {
	if _, found := subdivision.Find(country, typed); found {
		return typed
	}
	for _, other := range []string{"US", "AU", "CA"} {
		if _, found := subdivision.Find(other, typed); found && other != country {
			return ""
		}
	}
	return typed
}
