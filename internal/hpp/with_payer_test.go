package hpp_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// atProvider is a provider whose payers act themselves, on top of the one of the
// other tests: what it shows is what a test says.
type atProvider struct {
	*provider
	outcome  hpp.PaymentOutcome
	unread   error // of Outcome
	bodies   []string
	tokens   []string
	outcomes int
}

func (p *atProvider) ByHost(host string) (string, hpp.Provider, bool) {
	return "builtin", payerSide{p}, host == "api.test"
}
func (p *atProvider) ByName(string) (hpp.Provider, bool) { return payerSide{p}, true }
func (p *atProvider) Hosts() []string                    { return []string{"api.test"} }

// payerSide is atProvider as the core sees it: without Authorize and Revise.
type payerSide struct{ p *atProvider }

func (s payerSide) Read(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	return s.p.Read(ctx, m, ref)
}

func (s payerSide) PlaceOrder(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, token string, body []byte) (hpp.Order, error) {
	s.p.tokens, s.p.bodies = append(s.p.tokens, token), append(s.p.bodies, string(body))
	return s.p.place(token)
}

func (s payerSide) Capture(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, order string, amount int64, key string) error {
	return s.p.Capture(ctx, m, ref, order, amount, key)
}

func (s payerSide) Release(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, token string) error {
	return s.p.Release(ctx, m, ref, token)
}

func (s payerSide) Actions(hpp.MerchantID, hpp.PaymentRef) []hpp.ActionKind {
	return []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect}
}

func (s payerSide) PrepareAction(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, r hpp.ActionRequest) (hpp.PayerAction, error) {
	if r.Kind == hpp.ActionRedirect {
		return hpp.PayerAction{RedirectURL: "https://provider.test/page?back=" + r.ReturnURL, Remote: "remote-" + r.Key}, nil
	}
	return hpp.PayerAction{Script: &hpp.ProviderScript{Address: "https://provider.test/api.js", ClientToken: "client", Origins: []string{"https://provider.test"}}}, nil
}

func (s payerSide) Outcome(context.Context, hpp.MerchantID, hpp.PaymentRef, string) (hpp.PaymentOutcome, error) {
	s.p.outcomes++
	outcome := s.p.outcome
	outcome.Purchase, outcome.OrderBody = s.p.payment.Purchase, []byte(`{"order_amount":`+s.p.payment.Purchase.Locale+`}`)
	return outcome, s.p.unread
}

// shows has the provider show an authorization.
func (p *atProvider) shows(token string) {
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeToken, Token: token}
}

func newWorldAtProvider(t *testing.T) (*world, *atProvider) {
	t.Helper()
	w := newWorld(t)
	p := &atProvider{provider: w.provider, outcome: hpp.PaymentOutcome{Kind: hpp.OutcomeNone}}
	w.Providers = p
	return w, p
}

func placing(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" }

// step is the token of the provider's step that the page leads to.
func (w *world) step(link string) string {
	w.t.Helper()
	v := w.open(link)
	if v.StepToken == "" {
		w.t.Fatalf("no step: the page shows %s", v.State)
	}
	return v.StepToken
}

func (w *world) brings(step, token string) (hpp.PageView, error) {
	return w.ReportStep(w.t.Context(), step, hpp.StepReport{Result: hpp.StepApproved, Token: token})
}

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
