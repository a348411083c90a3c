package hpp_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// checkout makes a session on a Checkout order whose merchant adds what the
// chosen delivery costs.
func checkout(t *testing.T) (*world, hpp.Session, string) {
	t.Helper()
	w := newWorld(t)
	w.provider.payment.Deliveries = []hpp.Delivery{{ID: "home", Name: "Home", Price: 500}, {ID: "shop", Name: "Shop"}}
	w.provider.payment.TermsURL = "https://shop.test/terms"
	w.provider.revise = func(c hpp.Choice) (hpp.RevisedOrder, error) {
		payment := w.provider.payment
		payment.Purchase.Amount = 12500
		payment.Deliveries = slices.Clone(payment.Deliveries)
		for i, d := range payment.Deliveries {
			if payment.Deliveries[i].Selected = d.ID == c.Delivery; payment.Deliveries[i].Selected {
				payment.Purchase.Amount += d.Price
			}
		}
		w.provider.payment = payment
		return hpp.RevisedOrder{Payment: payment}, nil
	}
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Approved, Order: hpp.Order{ID: "kp-1", Reference: "REF12345"}}, nil
	}
	s, link := w.make(func(c *hpp.SessionRequest) {
		c.PaymentSessionURL, c.PlaceOrderMode = "https://api.test/checkout/v3/orders/kp-1", "CAPTURE_ORDER"
	})
	return w, s, link
}

func (w *world) submit(link, delivery string) error {
	w.t.Helper()
	v := w.open(link)
	return w.Pay(w.t.Context(), link, hpp.PayForm{Category: v.Selected, Payer: hpp.Payer{Email: "a@b.test"}, Revision: v.Revision, Delivery: delivery, BrowserID: mine.ID})
}

// A payer never pays for a delivery whose price the page did not show.
func TestDeliveryChangesThePurchase(t *testing.T) {
	w, s, link := checkout(t)
	if v := w.open(link); len(v.Deliveries) != 2 || v.TermsURL == "" {
		t.Errorf("the page is offered %v and %q", v.Deliveries, v.TermsURL)
	}
	if err := w.submit(link, "home"); !errors.Is(err, hpp.ErrChanged) {
		t.Fatalf("an amount not seen: %v", err)
	}
	if v := w.open(link); v.Purchase.Amount != 13000 || !v.Deliveries[0].Selected || v.Payer.Email != "a@b.test" || v.State != hpp.PagePay {
		t.Errorf("the page shows %d, %v, %s", v.Purchase.Amount, v.Deliveries, v.State)
	}
	if err := w.submit(link, "home"); err != nil {
		t.Fatal(err)
	}
	v := w.open(link)
	if diff := cmp.Diff(hpp.Result{OrderID: "kp-1", Reference: "REF12345"}, v.Session.Result); diff != "" || v.State != hpp.PageCompleted {
		t.Errorf("%s, result (-want +got):\n%s", v.State, diff)
	}
	if v.RedirectURL != "https://shop.test/ok?sid="+string(s.ID)+"&token=&order=kp-1" {
		t.Errorf("destination %s", v.RedirectURL)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Completed}) {
		t.Errorf("events %v", got)
	}
}

func TestReviseWithoutPaying(t *testing.T) {
	w, s, link := checkout(t)
	form := hpp.PayForm{Payer: hpp.Payer{Email: "a@b.test"}, Delivery: "home"}
	if err := w.Revise(t.Context(), link, form); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.Purchase.Amount != 13000 || v.Session.AttemptCount != 0 || v.Session.Status != hpp.InProgress {
		t.Errorf("amount %d, tries %d, status %s", v.Purchase.Amount, v.Session.AttemptCount, v.Session.Status)
	}
	if err := w.Disable(t.Context(), w.merchant, s.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Revise(t.Context(), link, form); !errors.Is(err, hpp.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := w.Revise(t.Context(), "nobody", form); !hpp.IsCode(err, hpp.CodeNotFound) {
		t.Errorf("unknown link: %v", err)
	}
}

// What a merchant or its silence makes of a choice; nothing is paid by any.
func TestReviseRefused(t *testing.T) {
	for name, c := range map[string]struct {
		revision hpp.RevisedOrder
		err      error
		want     *hpp.FormError // nil: the provider did not answer
	}{
		"fields":  {hpp.RevisedOrder{Fields: []string{"postal_code"}}, nil, &hpp.FormError{Fields: []string{"postal_code"}}},
		"refused": {hpp.RevisedOrder{Refused: true, MerchantMessage: "We do not ship to Norway"}, nil, &hpp.FormError{MerchantMessage: "We do not ship to Norway"}},
		"silence": {hpp.RevisedOrder{}, errors.New("no answer"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, link := checkout(t)
			w.provider.revise = func(hpp.Choice) (hpp.RevisedOrder, error) { return c.revision, c.err }
			err := w.submit(link, "home")
			got, _ := errors.AsType[*hpp.FormError](err)
			if diff := cmp.Diff(c.want, got); diff != "" || (c.want == nil) != hpp.IsCode(err, hpp.CodeUnavailable) {
				t.Errorf("%v, form error (-want +got):\n%s", err, diff)
			}
			if v := w.open(link); v.Session.AttemptCount != 0 || v.State != hpp.PagePay || v.Payer.Email != "a@b.test" {
				t.Errorf("tries %d, step %s, typed %+v", v.Session.AttemptCount, v.State, v.Payer)
			}
		})
	}
}

// The merchant's last word before an order is placed is the payer's to read.
func TestValidationStops(t *testing.T) {
	w, _, link := checkout(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Incorrect, MerchantMessage: "The last lamp was just sold"}, nil
	}
	err := w.submit(link, "")
	if refused, ok := errors.AsType[*hpp.FormError](err); !ok || refused.MerchantMessage != "The last lamp was just sold" {
		t.Errorf("%+v", err)
	}
	if v := w.open(link); v.State != hpp.PagePay || v.Session.Attempt != nil {
		t.Errorf("step %s", v.State)
	}
}

// An order completed behind the page's back is known by the provider's answer.
func TestCheckoutCompletedElsewhere(t *testing.T) {
	w, s, link := checkout(t)
	w.provider.payment.State, w.provider.payment.Order = hpp.PaymentComplete, hpp.Order{ID: "kp-1", Reference: "REF12345"}
	if err := w.Follow(t.Context(), s.Payment); err != nil {
		t.Fatal(err)
	}
	v := w.open(link)
	if diff := cmp.Diff(hpp.Result{OrderID: "kp-1", Reference: "REF12345", CompletedElsewhere: true}, v.Session.Result); diff != "" || v.State != hpp.PageCompleted {
		t.Errorf("%s, result (-want +got):\n%s", v.State, diff)
	}
}

// An answer that comes after the session was closed gives nothing back: a
// Checkout order has no authorization to release.
func TestCheckoutClosedMeanwhile(t *testing.T) {
	w, s, link := checkout(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		w.clock = w.clock.Add(time.Second)
		if err := w.Disable(t.Context(), w.merchant, s.ID); err != nil {
			return hpp.Verdict{}, err
		}
		return hpp.Verdict{Kind: hpp.Approved, Order: hpp.Order{ID: "kp-1"}}, nil
	}
	if err := w.submit(link, ""); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.State != hpp.PageDisabled || len(w.provider.released) != 0 {
		t.Errorf("step %s, released %v", v.State, w.provider.released)
	}
}

// A script asks for the total of a delivery while the form is half filled in:
// nothing of that form reaches the provider or the session.
func TestReviseTheDeliveryAlone(t *testing.T) {
	w, _, link := checkout(t)
	var asked []hpp.Choice
	revise := w.provider.revise
	w.provider.revise = func(c hpp.Choice) (hpp.RevisedOrder, error) {
		asked = append(asked, c)
		return revise(c)
	}
	form := hpp.PayForm{Delivery: "home", DeliveryOnly: true, Payer: hpp.Payer{Email: "half"}, BrowserID: mine.ID}
	if err := w.Revise(t.Context(), link, form); err != nil {
		t.Fatal(err)
	}
	if want := []hpp.Choice{{Delivery: "home", DeliveryOnly: true}}; !slices.Equal(asked, want) {
		t.Errorf("asked %+v, want %+v", asked, want)
	}
	if v := w.open(link); v.Payer.Email == "half" || v.Purchase.Amount != 13000 {
		t.Errorf("kept %q, the amount is %d", v.Payer.Email, v.Purchase.Amount)
	}
}
