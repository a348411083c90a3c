package provider_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
)

// meddler is an acquirer during whose answer something else happens.
type meddler struct {
	*acquirertest.Double
	meanwhile func()
	verdict   *acquirer.Verdict // instead of the double's; nil: that
}

func (m *meddler) Authorize(ctx context.Context, a acquirer.Authorization) (acquirer.Verdict, error) {
	if act := m.meanwhile; act != nil {
		m.meanwhile = nil
		act()
	}
	verdict, err := m.Double.Authorize(ctx, a)
	if err == nil && m.verdict != nil {
		verdict = *m.verdict
	}
	return verdict, err
}

func newRemote(t *testing.T) (*testProvider, *meddler) {
	t.Helper()
	m := &meddler{Double: acquirertest.NewDouble()}
	return newProviderBefore(t, m), m
}

// voids counts the jobs that give an authorization back.
func (p *testProvider) voids() int {
	return p.rows(`SELECT count(*) FROM outbox WHERE kind = 'playground_void'`)
}

func paying(key string) hpp.Authorization { return agreement(key, "") }

// An answer that is lost is found out by the same call; the money was asked for
// once.
func TestRemoteAuthorizationIsFoundOut(t *testing.T) {
	p, m := newRemote(t)
	ref := hpp.PaymentRef{Kind: hpp.KindPayments, ID: p.open(lamp())}
	m.Next("authorize", acquirertest.Hesitate, acquirertest.Fail, acquirertest.LoseAnswer)
	for range 3 {
		if v, err := p.core().Authorize(t.Context(), "m1", ref, paying("a")); err == nil {
			t.Fatalf("an unknown outcome is %+v", v)
		}
	}
	first, err := p.core().Authorize(t.Context(), "m1", ref, paying("a"))
	again, err2 := p.core().Authorize(t.Context(), "m1", ref, paying("a"))
	if err != nil || err2 != nil || first.Kind != hpp.Approved || first.Token == "" || first.Token != again.Token || m.Moved("authorize") != 23750 {
		t.Errorf("%+v, %v and %+v, %v; asked for %d", first, err, again, err2, m.Moved("authorize"))
	}
	order, err := p.core().PlaceOrder(t.Context(), "m1", ref, first.Token, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.core().Capture(t.Context(), "m1", ref, order.ID, 23750, "c"); err != nil || m.Moved("capture") != 23750 {
		t.Errorf("%v, captured %d", err, m.Moved("capture"))
	}
}

func TestRemoteDecline(t *testing.T) {
	p, m := newRemote(t)
	ref := hpp.PaymentRef{Kind: hpp.KindPayments, ID: p.open(lamp())}
	m.Next("authorize", acquirertest.Decline)
	for range 2 {
		if v, err := p.core().Authorize(t.Context(), "m1", ref, paying("a")); err != nil || v.Kind != hpp.Declined || v.Reason != "no_money" {
			t.Errorf("%+v, %v", v, err)
		}
	}
	m.verdict = &acquirer.Verdict{Result: acquirer.Redirected, URL: "https://bank.test/"}
	if v, err := p.core().Authorize(t.Context(), "m1", ref, paying("b")); err != nil || v.Kind != hpp.Declined || v.Reason != "not_supported" || !v.Withdrawn {
		t.Errorf("sent elsewhere: %+v, %v", v, err)
	}
}

// What was approved for a purchase that changed meanwhile, or is replaced by a
// newer approval, is given back.
func TestRemoteApprovalThatNobodyNeeds(t *testing.T) {
	p, m := newRemote(t)
	id := p.open(lamp())
	ref := hpp.PaymentRef{Kind: hpp.KindPayments, ID: id}
	m.meanwhile = func() {
		p.must(http.StatusNoContent, "POST", "/payments/v1/sessions/"+id, tree{"order_amount": 100, "order_tax_amount": 0, "order_lines": []any{tree{"name": "A", "quantity": 1, "unit_price": 100, "total_amount": 100}}})
	}
	v, err := p.core().Authorize(t.Context(), "m1", ref, paying("a"))
	if err != nil || v.Kind != hpp.Declined || v.Reason != "purchase_changed" || p.voids() != 1 {
		t.Errorf("%+v, %v, %d given back", v, err, p.voids())
	}
	p.must(http.StatusNoContent, "POST", "/payments/v1/sessions/"+id, lamp())
	for _, key := range []string{"b", "c"} {
		if v, err := p.core().Authorize(t.Context(), "m1", ref, paying(key)); err != nil || v.Kind != hpp.Approved {
			t.Fatalf("%+v, %v", v, err)
		}
	}
	if p.voids() != 2 {
		t.Errorf("%d given back, want the changed and the replaced", p.voids())
	}
	p.pass(49 * time.Hour)
	if _, err := p.core().Authorize(t.Context(), "m1", ref, paying("d")); err == nil {
		t.Error("a session that is over is paid")
	}
}

// A cancelled authorization is given back by a job.
func TestRemoteRelease(t *testing.T) {
	p, _ := newRemote(t)
	ref := hpp.PaymentRef{Kind: hpp.KindPayments, ID: p.open(lamp())}
	v, err := p.core().Authorize(t.Context(), "m1", ref, paying("a"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.core().Release(t.Context(), "m1", ref, v.Token); err != nil || p.voids() != 1 {
			t.Errorf("%v, %d given back", err, p.voids())
		}
	}
}

// A Checkout order is complete once the acquirer approved and the merchant
// agreed; a merchant that does not agree has the money given back, and the payer
// may begin again.
func TestRemoteCheckout(t *testing.T) {
	p, m := newRemote(t)
	agrees := false
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) {
		if agrees {
			respond(w, http.StatusOK, tree{})
			return
		}
		respond(w, http.StatusBadRequest, tree{"error_type": "approval_failed", "error_text": "Not today"})
	})
	ref := hpp.PaymentRef{Kind: hpp.KindCheckout, ID: p.checkout(tree{"merchant_urls": urls(tree{"validation": shop.URL + "/validation"})})}
	known, err := p.core().Read(t.Context(), "m1", ref)
	if err != nil {
		t.Fatal(err)
	}
	pay := paying("a")
	pay.Amount = known.Purchase.Amount
	v, err := p.core().Authorize(t.Context(), "m1", ref, pay)
	if err != nil || v.Kind != hpp.Incorrect || v.MerchantMessage != "Not today" || p.voids() != 1 {
		t.Errorf("refused by the merchant: %+v, %v, %d given back", v, err, p.voids())
	}
	agrees = true
	m.Next("authorize", acquirertest.LoseAnswer)
	if v, err := p.core().Authorize(t.Context(), "m1", ref, pay); err == nil {
		t.Errorf("an unknown outcome is %+v", v)
	}
	for range 2 {
		v, err = p.core().Authorize(t.Context(), "m1", ref, pay)
		if err != nil || v.Kind != hpp.Approved || v.Order.ID != ref.ID || v.Order.Reference == "" {
			t.Errorf("%+v, %v", v, err)
		}
	}
	if got := m.Moved("authorize"); got != 2*known.Purchase.Amount || p.voids() != 1 {
		t.Errorf("asked for %d, %d given back", got, p.voids())
	}
}

// An order that its merchant ends while the acquirer is asked is not placed.
func TestRemoteCheckoutEndsMeanwhile(t *testing.T) {
	p, m := newRemote(t)
	id := p.checkout(nil)
	ref := hpp.PaymentRef{Kind: hpp.KindCheckout, ID: id}
	known, err := p.core().Read(t.Context(), "m1", ref)
	if err != nil {
		t.Fatal(err)
	}
	m.meanwhile = func() { p.must(http.StatusOK, "POST", "/checkout/v3/orders/"+id+"/abort", nil) }
	pay := paying("a")
	pay.Amount = known.Purchase.Amount
	v, err := p.core().Authorize(t.Context(), "m1", ref, pay)
	if err != nil || v.Kind != hpp.Declined || v.Reason != "purchase_changed" || p.voids() != 1 {
		t.Errorf("%+v, %v, %d given back", v, err, p.voids())
	}
}
