package hpp_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestPayingAtTheProvider(t *testing.T) {
	for mode, want := range map[string]hpp.Result{
		"NONE":          {AuthorizationToken: "token-1"},
		"PLACE_ORDER":   {OrderID: "order-1", Reference: "REF12345"},
		"CAPTURE_ORDER": {OrderID: "order-1", Reference: "REF12345"},
	} {
		t.Run(mode, func(t *testing.T) {
			w, p := newWorldAtProvider(t)
			s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = mode })
			w.must(w.pay(link))
			if v := w.open(link); v.State != hpp.PagePay || v.Session.Attempt.Step != hpp.StepWithPayer {
				t.Fatalf("shows %s", v.State)
			}
			p.shows("token-1")
			view, err := w.brings(w.step(link), "token-1")
			if err != nil || view.State != hpp.PageCompleted {
				t.Fatalf("%s, %v", view.State, err)
			}
			if got := view.Session.Result; got != want {
				t.Errorf("result %+v, want %+v", got, want)
			}
			if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Completed}) {
				t.Errorf("events %v", got)
			}
			if w.runJobs(); len(p.released) != 0 {
				t.Errorf("released %v", p.released)
			}
		})
	}
}

// An order whose answer was lost is asked for by the same bytes, whatever the
// merchant changed meanwhile.
func TestTheOrderIsFrozen(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.must(w.pay(link))
	step := w.step(link)
	p.shows("token-1")
	p.place = func(string) (hpp.Order, error) { return hpp.Order{}, errSilent }
	if v, err := w.brings(step, "token-1"); err != nil || v.State != hpp.PageChecking {
		t.Fatalf("%s, %v", v.State, err)
	}
	if err := w.pay(link); !errors.Is(err, hpp.ErrBusy) {
		t.Errorf("a second attempt while placing: %v", err)
	}
	p.payment.Purchase.Locale = "en-SE"
	p.place = newProvider().place
	w.clock = w.clock.Add(time.Minute)
	w.must(w.Reconcile(t.Context(), s.ID))
	if v := w.open(link); v.State != hpp.PageCompleted || len(p.bodies) != 2 || p.bodies[0] != p.bodies[1] {
		t.Errorf("shows %s, sent %q", v.State, p.bodies)
	}
}

// Pressing Pay again replaces an attempt that is with the payer, after a read that
// shows no authorization.
func TestAttemptWithThePayerIsReplaced(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	first := w.step(link)
	w.must(w.pay(link))
	second := w.step(link)
	if first == second {
		t.Error("the second attempt has the step of the first")
	}
	if _, err := w.OpenStep(t.Context(), first); !errors.Is(err, hpp.ErrStepOver) {
		t.Errorf("the step of a replaced attempt: %v", err)
	}
	p.shows("token-1")
	if err := w.pay(link); err != nil || w.open(link).State != hpp.PageCompleted {
		t.Errorf("%v: what was authorized is not used: shows %s", err, w.open(link).State)
	}
	p.unread = errSilent
	_, other := w.make(placing)
	if w.must(w.pay(other)); !hpp.IsCode(w.pay(other), hpp.CodeUnavailable) {
		t.Error("an attempt is replaced that could not be asked for")
	}
}

// Who leaves while the payer acts leaves; an authorization that turns up later is
// given back, and one that is there already wins.
func TestLeavingWhileWithThePayer(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.must(w.pay(link))
	w.must(w.CancelPayment(t.Context(), link))
	if v := w.open(link); v.State != hpp.PageCancelled {
		t.Fatalf("shows %s", v.State)
	}
	p.shows("late")
	w.clock = w.clock.Add(16 * time.Second)
	w.runJobs()
	w.runJobs()
	if !slices.Equal(p.released, []string{"late"}) {
		t.Errorf("released %v", p.released)
	}
	w.must(w.Authorized(t.Context(), "builtin", w.secretOf(s), "kp-1", "later"))
	if w.runJobs(); !slices.Contains(p.released, "later") || len(p.tokens) != 0 {
		t.Errorf("released %v, placed %v", p.released, p.tokens)
	}
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeNone}
	_, link = w.make(placing)
	w.must(w.pay(link))
	p.shows("in time")
	if err := w.CancelPayment(t.Context(), link); !hpp.IsCode(err, hpp.CodeConflict) || w.open(link).State != hpp.PageCompleted {
		t.Errorf("%v, shows %s", err, w.open(link).State)
	}
}

// The merchant changed the purchase while the payer acted: what was authorized is
// given back, and the payer sees the new one.
func TestPurchaseChangedWhileWithThePayer(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	step := w.step(link)
	p.payment.Purchase.Amount++
	p.shows("token-1")
	if _, err := w.brings(step, "token-1"); !errors.Is(err, hpp.ErrChanged) {
		t.Errorf("%v", err)
	}
	w.runJobs()
	if v := w.open(link); v.State != hpp.PagePay || v.StepToken != "" || !slices.Equal(p.released, []string{"token-1"}) || len(p.tokens) != 0 {
		t.Errorf("shows %s, released %v, placed %v", v.State, p.released, p.tokens)
	}
}

// The shop placed the order itself: completed, and no error.
func TestPlacedElsewhereMeanwhile(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	p.shows("token-1")
	p.place = func(string) (hpp.Order, error) {
		p.outcome, p.payment.State = hpp.PaymentOutcome{Kind: hpp.OutcomeComplete}, hpp.PaymentComplete
		return hpp.Order{}, &hpp.Refusal{Code: "INVALID_OPERATION"}
	}
	v, err := w.brings(w.step(link), "token-1")
	if err != nil || v.State != hpp.PageCompleted || !v.Session.Result.CompletedElsewhere {
		t.Errorf("%v, shows %s, %+v", err, v.State, v.Session.Result)
	}
}

// At the session's end the payer is asked for once more.
func TestExpiryAsksOnceMore(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.clock = s.ExpiresAt.Add(-time.Minute)
	w.must(w.pay(link))
	p.shows("token-1")
	w.clock = s.ExpiresAt.Add(time.Second)
	w.must(w.Expire(t.Context(), s.ID))
	if got, err := w.SessionService.Store.Find(t.Context(), s.ID); err != nil || got.Status != hpp.Completed {
		t.Errorf("%v, %s", err, got.Status)
	}
}

// However an attempt was left, and however long after its beginning, what its payer
// authorizes within the next hour is found by reads, and given back before it
// lapses.
func TestWhatALeftAttemptAuthorizesLate(t *testing.T) {
	for name, leave := range map[string]func(*world, hpp.Session, string) error{
		"cancelled": func(w *world, _ hpp.Session, link string) error { return w.CancelPayment(t.Context(), link) },
		"disabled":  func(w *world, s hpp.Session, _ string) error { return w.Disable(t.Context(), w.merchant, s.ID) },
		"expired": func(w *world, s hpp.Session, _ string) error {
			w.clock = s.ExpiresAt
			return w.Expire(t.Context(), s.ID)
		},
		"said to be left": func(w *world, _ hpp.Session, link string) error {
			_, err := w.ReportStep(t.Context(), w.step(link), hpp.StepReport{Result: hpp.StepLeft})
			return err
		},
	} {
		for _, late := range []time.Duration{time.Minute, 14 * time.Minute, 58 * time.Minute} {
			t.Run(name+" for "+late.String(), func(t *testing.T) {
				w, p := newWorldAtProvider(t)
				s, link := w.make(placing)
				w.must(w.pay(link))
				w.passes(40 * time.Minute)
				w.must(leave(w, s, link))
				w.passes(late)
				p.shows("late")
				w.passes(59*time.Minute - late)
				if w.runJobs(); !slices.Equal(p.released, []string{"late"}) {
					t.Errorf("released %v", p.released)
				}
				reads := p.outcomes
				if w.passes(48 * time.Hour); p.outcomes != reads {
					t.Errorf("%d reads more", p.outcomes-reads)
				}
			})
		}
	}
}
