package page

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func delivered() *fake {
	f := newFake(hpp.PagePay)
	f.visit.Session.Payment.Kind = hpp.KindCheckout
	f.visit.TermsURL = "https://shop.example.com/terms?a=1&b=2"
	f.visit.Deliveries = []hpp.Delivery{{ID: "home", Name: "Home", Price: 4900, Selected: true}, {ID: "SHOP 1", Name: "Shop"}}
	return f
}

func TestDeliveryAndTermsAreShown(t *testing.T) {
	h, _ := server(delivered())
	w := get(h, below)
	status(t, w, http.StatusOK)
	contains(t, w,
		`name="delivery" value="home" data-testid="delivery-home" checked`, `value="SHOP 1" data-testid="delivery-SHOP 1">`,
		`data-testid="pay"`, `formaction="`+below+`/update"`, ">Continue</button>", "49,00", "Free",
		`href="https://shop.example.com/terms?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"`,
	)
}

// An address that is no page is not linked, whatever the provider says.
func TestTermsThatAreNoPage(t *testing.T) {
	for _, address := range []string{"", "javascript:alert(1)", "data:text/html,x", "//evil.example", "HTTPS-ish"} {
		f := delivered()
		f.visit.TermsURL = address
		h, _ := server(f)
		if w := get(h, below); strings.Contains(w.Body.String(), "noopener") {
			t.Errorf("%q is linked", address)
		}
	}
}

func TestUpdateHandsInTheChoice(t *testing.T) {
	f := delivered()
	h, _ := server(f)
	w := post(h, below+"/update", url.Values{"email": {"a@b.test"}, "delivery": {"SHOP 1"}})
	status(t, w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != below+"?total=1" {
		t.Errorf("leads to %q", to)
	}
	if len(f.acts) != 1 || f.acts[0] != "revise" || f.form.Delivery != "SHOP 1" || f.form.Payer.Email != "a@b.test" {
		t.Errorf("%v %+v", f.acts, f.form)
	}
}

// A merchant may send the payer away instead of selling; a page of ours leads
// there, whatever form was posted.
func TestMerchantSendsThePayerAway(t *testing.T) {
	for _, path := range []string{"/pay", "/update", "/challenge"} {
		f := delivered()
		f.err = &hpp.FormError{MerchantRedirect: "https://shop.example.com/club?a=1&b=2"}
		h, _ := server(f)
		w := post(h, below+path, url.Values{"email": {"a@b.test"}, "otp": {"123456"}})
		status(t, w, http.StatusOK)
		contains(t, w, `href="https://shop.example.com/club?a=1&amp;b=2"`)
		f.err = &hpp.FormError{MerchantRedirect: "javascript:alert(1)"}
		w = post(h, below+path, url.Values{"email": {"a@b.test"}, "otp": {"123456"}})
		status(t, w, http.StatusSeeOther)
	}
}

func TestMerchantsWordsAreShown(t *testing.T) {
	for _, path := range []string{"/pay", "/update"} {
		f := delivered()
		f.err = &hpp.FormError{MerchantMessage: `We do not ship to <b>Norway</b>`}
		h, _ := server(f)
		w := post(h, below+path, url.Values{"email": {"typed@example.com"}})
		status(t, w, http.StatusUnprocessableEntity)
		contains(t, w, `role="alert"`, "We do not ship to &lt;b&gt;Norway&lt;/b&gt;", `value="typed@example.com"`)
	}
}

func TestAChangedTotalIsSaid(t *testing.T) {
	f := delivered()
	f.err = hpp.ErrChanged
	h, _ := server(f)
	w := post(h, below+"/pay", url.Values{"email": {"typed@example.com"}, "delivery": {"home"}})
	status(t, w, http.StatusConflict)
	contains(t, w, "You have not paid yet", "500,00", `value="typed@example.com"`)
}

// Without a script no button follows a choice: it names an amount only once
// the payer has seen what the one delivery left costs in all.
func TestNoButtonNamesAnotherAmount(t *testing.T) {
	f := delivered()
	h, _ := server(f)
	button := func(address string) string {
		_, rest, _ := strings.Cut(get(h, address).Body.String(), `data-testid="pay"`)
		_, rest, _ = strings.Cut(rest, ">")
		text, _, _ := strings.Cut(rest, "<")
		return text
	}
	if got := button(below); got != "Continue" {
		t.Errorf("before the total is known the button says %q", got)
	}
	w := get(h, below+"?total=1")
	contains(t, w, `data-testid="delivery-home"`, `data-testid="delivery-change"`)
	if strings.Contains(w.Body.String(), `data-testid="delivery-SHOP 1"`) {
		t.Error("the total is named beside a choice that would change it")
	}
	if got := button(below + "?total=1"); !strings.Contains(got, "500,00") {
		t.Errorf("the button says %q", got)
	}
	f.visit.Deliveries = f.visit.Deliveries[:1]
	if got := button(below); !strings.Contains(got, "500,00") {
		t.Errorf("with nothing to choose the button says %q", got)
	}
	f.visit.Deliveries = nil
	if got := button(below); !strings.Contains(got, "500,00") {
		t.Errorf("without deliveries the button says %q", got)
	}
}

// A script asks for the total while the form is half filled in.
func TestUpdateOfTheDeliveryAlone(t *testing.T) {
	f := delivered()
	h, _ := server(f)
	w := post(h, below+"/update", url.Values{"delivery": {"SHOP 1"}, "only": {"delivery"}})
	status(t, w, http.StatusNoContent) // the provider still has the other one
	if !f.form.DeliveryOnly || f.form.Delivery != "SHOP 1" {
		t.Errorf("%+v", f.form)
	}
	w = post(h, below+"/update", url.Values{"delivery": {"home"}, "only": {"delivery"}})
	status(t, w, http.StatusOK)
	contains(t, w, `class="amount`, `name="revision" value="rev-1"`, "<button>Buy for 2\u00a0500,00\u00a0kr</button>")
	if strings.Contains(w.Body.String(), "<style") {
		t.Error("a part of a page brings a style of its own")
	}
	f.err = &hpp.FormError{MerchantMessage: "Not to you"}
	status(t, post(h, below+"/update", url.Values{"delivery": {"home"}, "only": {"delivery"}}), http.StatusNoContent)
}
