package hpp_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A page that is loaded again and again reads the payment elsewhere every five
// seconds; who pays reads it now, and sees at once what has changed.
func TestPagesShareAReadOfThePayment(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	p.reads = 0
	for range 50 {
		w.open(link)
	}
	if p.reads != 1 {
		t.Errorf("fifty pages read %d times", p.reads)
	}
	w.clock = w.clock.Add(5 * time.Second)
	if w.open(link); p.reads != 2 {
		t.Errorf("five seconds later there were %d reads", p.reads)
	}
	p.payment.Purchase.Amount++
	view := w.open(link)
	after, err := w.SessionService.Pay(t.Context(), view, hpp.PayForm{Category: view.Selected, Revision: view.Revision})
	if !errors.Is(err, hpp.ErrChanged) || after.Purchase.Amount != p.payment.Purchase.Amount {
		t.Errorf("%v, shows %d, is %d", err, after.Purchase.Amount, p.payment.Purchase.Amount)
	}
	if w.open(link).Purchase.Amount != p.payment.Purchase.Amount {
		t.Error("the page shows what was")
	}
	w.must(w.pay(link))
}

// What changed while the payer acted is shown at once.
func TestAChangeFoundAtTheProviderIsShown(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	step := w.step(link)
	p.payment.Purchase.Amount++
	p.shows("token-1")
	if _, err := w.brings(step, "token-1"); !errors.Is(err, hpp.ErrChanged) {
		t.Fatal(err)
	}
	if got := w.open(link).Purchase.Amount; got != p.payment.Purchase.Amount {
		t.Errorf("shows %d, is %d", got, p.payment.Purchase.Amount)
	}
}

// One payer's step asks the provider twenty times at once and then every three
// seconds, and takes nothing from others.
func TestStepsHaveAShareOfTheProvider(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	step := w.step(link)
	asked := func(step string) error { _, err := w.OpenStep(t.Context(), step); return err }
	let := 0
	for range 50 {
		if err := asked(step); err == nil {
			let++
		} else if e, ok := errors.AsType[*hpp.Error](err); !ok || e.Code != hpp.CodeTooMany || e.RetryAfter <= 0 || e.RetryAfter > 3*time.Second {
			t.Fatal(err)
		}
	}
	if let < 18 || let > 20 { // the page took one or two
		t.Errorf("%d of fifty were let through", let)
	}
	if _, err := w.RedirectStep(t.Context(), step); !hpp.IsCode(err, hpp.CodeTooMany) {
		t.Errorf("the redirect beside them: %v", err)
	}
	p.renewed = append(p.renewed, "kp-2")
	_, other := w.make(func(c *hpp.SessionRequest) { c.PaymentSessionURL = "https://api.test/payments/v1/sessions/kp-2" })
	w.must(w.pay(other))
	w.must(asked(w.step(other)))
	w.clock = w.clock.Add(3 * time.Second)
	w.must(asked(step))
	p.shows("token-1")
	if v, err := w.brings(step, "token-1"); err != nil || v.State != hpp.PageCompleted {
		t.Errorf("what the payer brings: %v, %s", err, v.State)
	}
}

// Pages of one merchant read so often at once, whatever their number, and then fifty
// in a second: the others show what is known.
func TestPagesHaveAShareOfTheirMerchantsReads(t *testing.T) {
	w, p := newWorldAtProvider(t)
	var links []string
	for i := range 210 {
		p.renewed = append(p.renewed, fmt.Sprintf("kp-%d", i))
		_, link := w.make(func(c *hpp.SessionRequest) {
			c.PaymentSessionURL = fmt.Sprintf("https://api.test/payments/v1/sessions/kp-%d", i)
		})
		links = append(links, link)
	}
	p.reads = 0
	for _, link := range links {
		if v := w.open(link); v.State != hpp.PagePay || v.Purchase.Amount != p.payment.Purchase.Amount {
			t.Fatalf("shows %s, %d", v.State, v.Purchase.Amount)
		}
	}
	if p.reads != 200 {
		t.Errorf("%d reads at once", p.reads)
	}
	view := w.open(links[209])
	w.must(w.Pay(t.Context(), links[209], hpp.PayForm{Category: hpp.PayLater, Revision: view.Revision})) // who acts is not kept from it
	p.reads = 0
	w.clock = w.clock.Add(100 * time.Millisecond)
	for _, link := range links[200:] {
		w.open(link)
	}
	if p.reads != 5 {
		t.Errorf("%d reads a tenth of a second later", p.reads)
	}
}
