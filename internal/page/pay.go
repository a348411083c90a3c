package page

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// enter records the first gesture of a payer whose browser runs scripts.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	if err := s.Payments.Enter(r.Context(), page); err != nil && !isConflict(err) {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) pay(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	form := readPayForm(r.PostForm)
	form.BrowserID = s.ensureBrowserID(w, r)
	typed := form
	if page.PayerActs {
		s.payAtProvider(w, r, page, form)
		return
	}
	if faults := findFieldFaults(r.PostForm, &form, page); len(faults) > 0 {
		s.rejectForm(w, r, page, typed, faults)
		return
	}
	page, err := s.Payments.Pay(r.Context(), page, form)
	if !s.answerRefusedForm(w, r, page, typed, err) {
		s.answerPayment(w, r, page, err)
	}
}

// payAtProvider begins an attempt whose payer goes on at the provider: nothing but
// the method is asked for here.
func (s *Server) payAtProvider(w http.ResponseWriter, r *http.Request, page hpp.PageView, form hpp.PayForm) {
	form.Payer = hpp.Payer{}
	page, err := s.Payments.Pay(r.Context(), page, form)
	switch {
	case s.answerRefusedForm(w, r, page, form, err):
	case err == nil && page.StepToken != "":
		s.goToStep(w, r, page)
	default:
		s.answerPayment(w, r, page, err)
	}
}

// rejectForm shows a form again that no provider is asked about. It counts as
// the payer's first act all the same.
func (s *Server) rejectForm(w http.ResponseWriter, r *http.Request, page hpp.PageView, typed hpp.PayForm, faults map[string]view.Fault) {
	if err := s.Payments.Enter(r.Context(), page); err != nil && !isConflict(err) {
		s.fail(w, r, err)
		return
	}
	s.showCorrection(w, r, http.StatusUnprocessableEntity, page, view.Correction{
		Payer: typed.Payer, Category: typed.Category, Shipping: typed.Delivery, Faults: faults, Refused: true,
	})
}

// revise shows what the typed address and the chosen delivery cost, without
// paying.
func (s *Server) revise(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	form := readPayForm(r.PostForm)
	form.BrowserID = s.ensureBrowserID(w, r)
	if r.PostForm.Get("only") == "delivery" {
		s.answerTotal(w, r, page, form)
		return
	}
	typed := form
	if faults := findFieldFaults(r.PostForm, &form, page); len(faults) > 0 {
		s.rejectForm(w, r, page, typed, faults)
		return
	}
	page, err := s.Payments.Revise(r.Context(), page, form)
	switch {
	case err == nil:
		s.answerForm(w, r, s.pageAddress(r, totalParameter+"=1"))
	case !s.answerRefusedForm(w, r, page, typed, err):
		s.answerAct(w, r, err)
	}
}

// answerRefusedForm shows a form of the pay screen again that the core did not
// take, or follows where the merchant sends the payer instead. It reports whether
// it answered.
func (s *Server) answerRefusedForm(w http.ResponseWriter, r *http.Request, page hpp.PageView, typed hpp.PayForm, err error) bool {
	c := view.Correction{Payer: typed.Payer, Category: typed.Category, Shipping: typed.Delivery}
	refused, isRefused := errors.AsType[*hpp.FormError](err)
	switch {
	case errors.Is(err, hpp.ErrChanged):
		c.Changed = true
		s.showCorrection(w, r, http.StatusConflict, page, c)
	case hpp.IsCode(err, hpp.CodeTooMany):
		setRetryAfter(w, err)
		s.showCorrection(w, r, http.StatusTooManyRequests, page, c)
	case isRefused && refused.MerchantRedirect != "":
		s.redirectToShop(w, r, page, refused.MerchantRedirect)
	case isRefused:
		c.Fields, c.MerchantText, c.Refused = refused.Fields, refused.MerchantMessage, true
		s.showCorrection(w, r, http.StatusUnprocessableEntity, page, c)
	default:
		return false
	}
	return true
}

// showCorrection shows the pay screen again with everything that was typed,
// unless the session has moved on meanwhile.
func (s *Server) showCorrection(w http.ResponseWriter, r *http.Request, status int, page hpp.PageView, c view.Correction) {
	if page.State != hpp.PagePay {
		s.redirectToPage(w, r)
		return
	}
	s.render(w, r, status, view.ForCorrection(page, s.brandedSite(r, page), c))
}

// askCountry shows the pay screen with the choice of a country, which nearly
// nobody needs, and with everything that was typed.
func (s *Server) askCountry(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	if page.State != hpp.PagePay {
		s.redirectToPage(w, r)
		return
	}
	s.showUnjudged(w, r, page, view.Correction{AskCountry: true})
}

// showUnjudged shows a form again as it was sent, half filled in or not.
func (s *Server) showUnjudged(w http.ResponseWriter, r *http.Request, page hpp.PageView, c view.Correction) {
	form := readPayForm(r.PostForm)
	c.Payer, c.Category, c.Shipping = form.Payer, form.Category, form.Delivery
	s.render(w, r, http.StatusOK, view.ForCorrection(page, s.brandedSite(r, page), c))
}

// readPayForm reads the fields of docs/spec/decisions.md §8; the category in either case.
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
