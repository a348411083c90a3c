package page

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var filled = url.Values{
	"payment_method_category": {"pay_later"}, "revision": {"rev-1"},
	"email": {" typed@example.com "}, "phone": {"+46701740615"}, "given_name": {"Alice"}, "family_name": {"Test"},
	"date_of_birth": {"19410321"}, "street_address": {"Gatan 2"}, "postal_code": {"111 48"}, "city": {"Stock\u200bholm"}, "country": {"se"},
	"amount": {"1"}, "status": {"COMPLETED"},
}

func TestPayHandsInTheForm(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := post(h, below+"/pay", filled)
	status(t, w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != below {
		t.Errorf("leads to %q", to)
	}
	if !browserIDPattern.MatchString(f.form.BrowserID) {
		t.Errorf("the browser will be known again by %q", f.form.BrowserID)
	}
	f.form.BrowserID = ""
	want := hpp.PayForm{Category: hpp.PayLater, Revision: "rev-1", Payer: hpp.Payer{
		Email: "typed@example.com", Phone: "+46701740615", GivenName: "Alice", FamilyName: "Test", DateOfBirth: "1941-03-21",
		StreetAddress: "Gatan 2", PostalCode: "111 48", City: "Stockholm", Country: "SE",
	}}
	if diff := cmp.Diff(want, f.form); diff != "" {
		t.Error(diff)
	}
}

func TestPayTakesTheCategoryInEitherCase(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	post(h, below+"/pay", url.Values{"payment_method_category": {"PAY_LATER"}})
	if f.form.Category != hpp.PayLater {
		t.Errorf("%q", f.form.Category)
	}
}

func TestIncorrectDetailsComeBackWithEverythingTyped(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = &hpp.FormError{Fields: []string{"email"}}
	h, _ := server(f)
	w := post(h, below+"/pay", filled)
	status(t, w, http.StatusUnprocessableEntity)
	contains(t, w,
		`role="alert"`, `<a href="#email">`, // the summary
		`id="email-error"`, `aria-describedby="email-error" aria-invalid="true"`, // the field
		`value="typed@example.com"`, `value="Gatan 2"`, `value="111 48"`,
		`value="pay_later" data-testid="method-pay_later" checked`,
	)
}

func TestIncorrectDetailsWithoutAFieldComeBackToo(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = &hpp.FormError{}
	h, log := server(f)
	w := post(h, below+"/pay", filled)
	status(t, w, http.StatusUnprocessableEntity)
	contains(t, w, `role="alert"`, `value="typed@example.com"`)
	if log.Len() != 0 {
		t.Errorf("a payer's mistake is logged as a fault: %s", log)
	}
}

func TestChangedPurchaseIsShownAgain(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = hpp.ErrChanged
	f.visit.Purchase.Amount, f.visit.Revision = 999900, "rev-2"
	h, _ := server(f)
	w := post(h, below+"/pay", filled)
	status(t, w, http.StatusConflict)
	contains(t, w, "9\u00a0999,00\u00a0kr", `value="rev-2"`, `value="typed@example.com"`, "changed this purchase")
}

func TestActsThatComeTooLateLeadToTheTruth(t *testing.T) {
	for _, err := range []error{hpp.ErrBusy, hpp.ErrClosed, hpp.ErrNoChallenge, &hpp.Error{Code: hpp.CodeNotAllowed}} {
		for _, form := range []string{"/pay", "/challenge", "/retry", "/back", "/cancel"} {
			f := newFake(hpp.PagePay)
			f.err = err
			h, log := server(f)
			w := post(h, below+form, url.Values{"otp": {"123456"}})
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below || log.Len() != 0 {
				t.Errorf("%s after %v: %d to %q, logged %q", form, err, w.Code, w.Header().Get("Location"), log)
			}
		}
	}
}

func TestCorrectionOfASessionThatMovedOn(t *testing.T) {
	f := newFake(hpp.PageCompleted)
	f.err = &hpp.FormError{Fields: []string{"email"}}
	h, _ := server(f)
	for _, form := range []string{"/pay", "/challenge"} {
		w := post(h, below+form, url.Values{"otp": {"123456"}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != below {
			t.Errorf("%s: %d to %q", form, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestBrokenActs(t *testing.T) {
	for _, form := range forms {
		f := newFake(hpp.PagePay)
		f.err = errBroken
		h, log := server(f)
		w := post(h, below+form, url.Values{"otp": {"123456"}})
		status(t, w, http.StatusServiceUnavailable)
		leaksNothing(t, w, log)
	}
}

func TestEnter(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := post(h, below+"/enter", nil)
	if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	f.err = hpp.ErrClosed
	status(t, post(h, below+"/enter", nil), http.StatusNoContent)
	if diff := cmp.Diff([]string{"enter", "enter"}, f.acts); diff != "" {
		t.Error(diff)
	}
}

func FuzzPayForm(f *testing.F) {
	f.Add(filled.Encode())
	f.Add("date_of_birth=%ff&country=%00&email=a&email=b")
	f.Fuzz(func(t *testing.T, body string) {
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		form := readPayForm(values)
		again := readPayForm(url.Values{
			"payment_method_category": {string(form.Category)}, "revision": {form.Revision},
			"email": {form.Payer.Email}, "phone": {form.Payer.Phone}, "given_name": {form.Payer.GivenName},
			"family_name": {form.Payer.FamilyName}, "date_of_birth": {form.Payer.DateOfBirth},
			"street_address": {form.Payer.StreetAddress}, "postal_code": {form.Payer.PostalCode},
			"city": {form.Payer.City}, "country": {form.Payer.Country},
		})
		if diff := cmp.Diff(form, again); diff != "" {
			t.Errorf("a form shown again and sent again differs:\n%s", diff)
		}
	})
}

func TestRetryOfNothingIsAConflict(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = hpp.ErrNothingToRetry
	h, _ := server(f)
	w := post(h, below+"/retry", nil)
	status(t, w, http.StatusConflict)
	contains(t, w, `data-testid="pay"`)
}

func TestATryThatHasToWaitSaysHowLong(t *testing.T) {
	wait := &hpp.Error{Code: hpp.CodeTooMany, RetryAfter: 3500 * time.Millisecond}
	for path, step := range map[string]hpp.PageState{"/pay": hpp.PagePay, "/challenge": hpp.PageChallenge} {
		f := newFake(step)
		f.err, f.visit.RetryAfter = wait, 3500*time.Millisecond
		h, _ := server(f)
		w := post(h, below+path, url.Values{"otp": {"123456"}, "email": {"kept@example.com"}})
		status(t, w, http.StatusTooManyRequests)
		contains(t, w, "Please wait 4\u00a0s before the next one")
		if w.Header().Get("Retry-After") != "4" {
			t.Errorf("%s: Retry-After %q", path, w.Header().Get("Retry-After"))
		}
		if path == "/pay" {
			contains(t, w, "kept@example.com")
		}
	}
}

func TestAHeldPageOffersNoOtherTry(t *testing.T) {
	f := newFake(hpp.PageFailed)
	f.visit.Locked = true
	h, _ := server(f)
	w := get(h, below)
	contains(t, w, `data-outcome="failed"`, "There were too many failed attempts", "can open the page again")
	if strings.Contains(w.Body.String(), `data-testid="retry"`) {
		t.Error("offers to try again")
	}
}
