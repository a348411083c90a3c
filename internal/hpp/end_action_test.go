package hpp_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

const orderAtProvider = "https://api.test/checkout/v3/orders/kp-1"

// orderWithPayer is a session on a Checkout order elsewhere whose payer acts there.
func orderWithPayer(t *testing.T) (w *world, p *atProvider, s hpp.Session, link, step string) {
	t.Helper()
	w, p = newWorldAtProvider(t)
	s, link = w.make(func(c *hpp.SessionRequest) { c.PaymentSessionURL = orderAtProvider })
	w.must(w.pay(link))
	return w, p, s, link, w.step(link)
}

// endings are what the provider was told: "put back" or "cancelled".
func (w *world) endings(p *atProvider) []string {
	w.runJobs()
	var told []string
	for _, end := range p.ended {
		if end.Cancelled {
			told = append(told, "cancelled")
			continue
		}
		told = append(told, "put back")
	}
	return told
}

// Whatever ends a payer's action without an order has the provider put back what
// was changed for it; a payer who cancels for good ends the order, unless another
// page of it is open.
func TestEndOfAPayersAction(t *testing.T) {
	type end func(w *world, s hpp.Session, link, step string) error
	leave := func(w *world, _ hpp.Session, _, step string) error {
		_, err := w.ReportStep(w.t.Context(), step, hpp.StepReport{Result: hpp.StepLeft})
		return err
	}
	cancel := func(w *world, _ hpp.Session, link, _ string) error { return w.CancelPayment(w.t.Context(), link) }
	for name, c := range map[string]struct {
		end  end
		want []string
	}{
		"the payer leaves the step": {leave, []string{"put back"}},
		"the payer comes back unpaid": {func(w *world, _ hpp.Session, _, step string) error {
			_, err := w.ReturnStep(w.t.Context(), step, hpp.ReturnBack)
			return ignoreOver(err)
		}, []string{"put back"}},
		"nothing can be offered": {func(w *world, _ hpp.Session, _, step string) error {
			_, err := w.ReportStep(w.t.Context(), step, hpp.StepReport{Result: hpp.StepDeclined})
			return err
		}, []string{"put back"}},
		"the merchant disables it": {func(w *world, s hpp.Session, _, _ string) error {
			return w.Disable(w.t.Context(), w.merchant, s.ID)
		}, []string{"put back"}},
		"its time is over": {func(w *world, s hpp.Session, _, _ string) error {
			w.clock = s.ExpiresAt.Add(time.Second)
			return w.Expire(w.t.Context(), s.ID)
		}, []string{"put back"}},
		"the payer cancels": {cancel, []string{"cancelled"}},
		"the payer cancels, another page is open": {func(w *world, s hpp.Session, link, step string) error {
			w.make(func(c *hpp.SessionRequest) { c.PaymentSessionURL = orderAtProvider })
			return cancel(w, s, link, step)
		}, []string{"put back"}},
		"another payer acts on it": {func(w *world, s hpp.Session, link, step string) error {
			_, other := w.make(func(c *hpp.SessionRequest) { c.PaymentSessionURL = orderAtProvider })
			w.must(w.pay(other))
			return cancel(w, s, link, step)
		}, nil},
		"the payer begins anew": {func(w *world, _ hpp.Session, link, _ string) error { return w.pay(link) }, nil},
		"nobody acted there": {func(w *world, _ hpp.Session, _, step string) error {
			w.must(leave(w, hpp.Session{}, "", step))
			w.runJobs()
			return nil
		}, []string{"put back"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, p, s, link, step := orderWithPayer(t)
			w.must(c.end(w, s, link, step))
			if got := w.endings(p); !slices.Equal(got, c.want) {
				t.Errorf("told %v, want %v", got, c.want)
			}
			for _, end := range p.ended {
				if !strings.HasSuffix(end.ReturnURL, "/hpp/pay/"+step+"/return") {
					t.Errorf("returns led to %q", end.ReturnURL)
				}
			}
		})
	}
}

func ignoreOver(err error) error {
	if hpp.IsCode(err, hpp.CodeConflict) {
		return nil
	}
	return err
}

// A session that the payer cancelled before acting at the provider ends the order
// too; one that is paid ends nothing.
func TestOrdersThatEndOrStand(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(func(c *hpp.SessionRequest) { c.PaymentSessionURL = orderAtProvider })
	w.must(w.CancelPayment(t.Context(), link))
	if got := w.endings(p); !slices.Equal(got, []string{"cancelled"}) {
		t.Errorf("told %v", got)
	}
	w, p, _, link, step := orderWithPayer(t)
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeComplete, Order: hpp.Order{ID: "kp-1"}}
	view, err := w.ReportStep(t.Context(), step, hpp.StepReport{Result: hpp.StepFinished})
	if err != nil || view.State != hpp.PageCompleted || w.open(link).Session.Result.OrderID != "kp-1" {
		t.Fatalf("%s, %v", view.State, err)
	}
	if got := w.endings(p); len(got) != 0 {
		t.Errorf("told %v of an order that stands", got)
	}
}

// A payer may change what a Checkout order costs where they act, as by a delivery.
// That is no change they must agree to once more, and the page shows what was paid.
func TestAPurchaseThatItsPayerChanged(t *testing.T) {
	w, p, s, link, step := orderWithPayer(t)
	p.payment.Purchase.Amount += 500
	view, err := w.ReportStep(t.Context(), step, hpp.StepReport{Result: hpp.StepFinished})
	if err != nil || view.State != hpp.PageChecking {
		t.Fatalf("the order is not shown yet: %s, %v", view.State, err)
	}
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeComplete, Order: hpp.Order{ID: "kp-1"}}
	w.clock = w.clock.Add(time.Minute)
	w.must(w.Reconcile(t.Context(), s.ID))
	if v := w.open(link); v.State != hpp.PageCompleted || v.Purchase.Amount != p.payment.Purchase.Amount {
		t.Errorf("shows %s with %d, want %d", v.State, v.Purchase.Amount, p.payment.Purchase.Amount)
	}
}

// A payer who opens the step again after they paid is led to the page, which says
// so: paid here, and not elsewhere.
func TestTheStepOfAnOrderThatStands(t *testing.T) {
	w, p, s, link, step := orderWithPayer(t)
	p.prepareFails, p.payment.State, p.payment.Order = hpp.ErrNotFound, hpp.PaymentComplete, hpp.Order{ID: "kp-1"}
	if _, err := w.OpenStep(t.Context(), step); err != hpp.ErrStepOver { //nolint:errorlint // never wrapped
		t.Errorf("%v", err)
	}
	v := w.open(link)
	if v.State != hpp.PageCompleted || v.Session.Result != (hpp.Result{OrderID: "kp-1"}) {
		t.Errorf("session %s shows %s with %+v", s.ID, v.State, v.Session.Result)
	}
}
