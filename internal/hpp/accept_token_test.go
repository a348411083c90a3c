package hpp_test

import (
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The three roads of an authorization, in any order, twice: one order.
func TestAuthorizationByThreeRoads(t *testing.T) {
	roads := map[string]func(*world, *atProvider, hpp.Session, string){
		"browser": func(w *world, _ *atProvider, _ hpp.Session, step string) { _, _ = w.brings(step, "token-1") },
		"callback": func(w *world, _ *atProvider, s hpp.Session, _ string) {
			w.must(w.Authorized(w.t.Context(), "builtin", w.secretOf(s), "kp-1", "token-1"))
		},
		"read": func(w *world, _ *atProvider, _ hpp.Session, _ string) {
			w.clock = w.clock.Add(16 * time.Second)
			w.runJobs()
		},
	}
	for first := range roads {
		for second := range roads {
			t.Run(first+" then "+second, func(t *testing.T) {
				w, p := newWorldAtProvider(t)
				s, link := w.make(placing)
				w.must(w.pay(link))
				step := w.step(link)
				p.shows("token-1")
				roads[first](w, p, s, step)
				roads[second](w, p, s, step)
				w.must(w.Reconcile(t.Context(), s.ID))
				if v := w.open(link); v.State != hpp.PageCompleted || v.Session.Result.OrderID != "order-1" {
					t.Fatalf("shows %s, %+v", v.State, v.Session.Result)
				}
				if w.runJobs(); len(p.tokens) != 1 || len(p.released) != 0 {
					t.Errorf("placed %v, released %v", p.tokens, p.released)
				}
			})
		}
	}
}

// A token is stored sealed, and erased with the attempt.
func TestTokensAreSealed(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.must(w.pay(link))
	p.shows("token-1")
	p.place = func(string) (hpp.Order, error) { return hpp.Order{}, errSilent }
	_, err := w.brings(w.step(link), "token-1")
	w.must(err)
	if got := w.document(s.ID); !contains(got, "sealed_token") || contains(got, "token-1") {
		t.Errorf("stored: %s", got)
	}
	p.place = newProvider().place
	w.clock = w.clock.Add(time.Minute)
	w.must(w.Reconcile(t.Context(), s.ID))
	if got := w.document(s.ID); contains(got, "sealed_token") {
		t.Errorf("stored after the order: %s", got)
	}
}

// The newest authorization wins, whichever came first.
func TestTheNewestAuthorizationWins(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	p.shows("newer")
	v, err := w.brings(w.step(link), "older")
	if err != nil || v.State != hpp.PageCompleted || !slices.Equal(p.tokens, []string{"newer"}) {
		t.Errorf("%v, shows %s, placed %v", err, v.State, p.tokens)
	}
}

// A token that was refused for good is not tried again; a newer one is.
func TestRefusedOrderTakesTheNewerToken(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, link := w.make(placing)
	w.must(w.pay(link))
	p.shows("older")
	p.place = func(token string) (hpp.Order, error) {
		if token == "older" {
			p.shows("newer")
			return hpp.Order{}, &hpp.Refusal{Code: "NOT_FOUND"}
		}
		return hpp.Order{ID: "order-2"}, nil
	}
	if v, err := w.brings(w.step(link), "older"); err != nil || v.Session.Result.OrderID != "order-2" {
		t.Errorf("%v, %+v", err, v.Session.Result)
	}
	_, link = w.make(placing)
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeNone}
	p.place = func(string) (hpp.Order, error) { return hpp.Order{}, &hpp.Refusal{Code: "NOT_FOUND"} }
	w.must(w.pay(link))
	v, err := w.brings(w.step(link), "bogus")
	if w.runJobs(); err != nil || v.State != hpp.PageError || !slices.Equal(p.released, []string{"bogus"}) {
		t.Errorf("%v, shows %s, released %v", err, v.State, p.released)
	}
}

// A browser's word proves nothing where the token is handed to the merchant.
func TestAnUnprovenTokenIsNotHandedOut(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(nil)
	w.must(w.pay(link))
	if v, err := w.brings(w.step(link), "made up"); err != nil || v.State != hpp.PageChecking {
		t.Fatalf("%v, shows %s", err, v.State)
	}
	w.clock = w.clock.Add(20 * time.Second)
	if err := w.Reconcile(t.Context(), s.ID); err == nil {
		t.Error("an unproven token counts as known")
	}
	w.clock = w.clock.Add(20 * time.Second)
	w.must(w.Reconcile(t.Context(), s.ID))
	if v := w.open(link); v.State != hpp.PagePay || v.Session.Result.AuthorizationToken != "" {
		t.Errorf("shows %s, %+v", v.State, v.Session.Result)
	}
	p.shows("token-1")
	w.clock = w.clock.Add(16 * time.Second)
	w.runJobs()
	if v := w.open(link); v.State != hpp.PageCompleted || v.Session.Result.AuthorizationToken != "token-1" {
		t.Errorf("shows %s, %+v", v.State, v.Session.Result)
	}
}

// An authorization that did not become an order within the hour is over.
func TestAuthorizationPastItsHour(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.must(w.pay(link))
	p.shows("token-1")
	p.place = func(string) (hpp.Order, error) { return hpp.Order{}, errSilent }
	_, err := w.brings(w.step(link), "token-1")
	w.must(err)
	w.clock = w.clock.Add(61 * time.Minute)
	w.must(w.Reconcile(t.Context(), s.ID))
	w.runJobs()
	if v := w.open(link); v.State != hpp.PageError || v.Session.Result.Reason != "authorization_expired" || !slices.Equal(p.released, []string{"token-1"}) {
		t.Errorf("shows %s, %+v, released %v", v.State, v.Session.Result, p.released)
	}
}

// Two pages on one payment: the authorization is used by one of them.
func TestTwoSessionsOneAuthorization(t *testing.T) {
	w, p := newWorldAtProvider(t)
	_, first := w.make(placing)
	_, second := w.make(placing)
	w.must(w.pay(first))
	w.clock = w.clock.Add(time.Second)
	w.must(w.pay(second))
	p.shows("token-1")
	w.clock = w.clock.Add(16 * time.Second)
	w.runJobs()
	p.outcome, p.payment.State = hpp.PaymentOutcome{Kind: hpp.OutcomeComplete}, hpp.PaymentComplete
	w.runJobs()
	a, b := w.open(first), w.open(second)
	if len(p.tokens) != 1 || len(p.released) != 0 || a.State != hpp.PageCompleted || b.State != hpp.PageCompleted || a.Session.Result.CompletedElsewhere == b.Session.Result.CompletedElsewhere {
		t.Errorf("placed %v, released %v, %s %+v and %s %+v", p.tokens, p.released, a.State, a.Session.Result, b.State, b.Session.Result)
	}
}

func TestCallbackWithAWrongSecret(t *testing.T) {
	w, p := newWorldAtProvider(t)
	s, link := w.make(placing)
	w.must(w.pay(link))
	w.must(w.Authorized(t.Context(), "builtin", "AAAAAAAAAAAAAAAAAAAAAA", "kp-1", "forged"))
	w.must(w.Authorized(t.Context(), "builtin", w.secretOf(s), "kp-2", "forged"))
	w.must(w.Reconcile(t.Context(), s.ID))
	if v := w.open(link); v.Session.Attempt == nil || v.Session.Attempt.Step != hpp.StepWithPayer || len(p.tokens) != 0 {
		t.Errorf("shows %s, placed %v", v.State, p.tokens)
	}
}
