package hpp_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// reached brings a session to one of the states from which a payer can pay.
var reached = map[string]func(w *world, link string){
	"waiting": func(*world, string) {},
	"touched": func(w *world, link string) { w.must(w.Enter(w.t.Context(), link)) },
	"left": func(w *world, link string) {
		_, err := w.GoBack(w.t.Context(), link)
		w.must(err)
	},
	"declined": func(w *world, link string) {
		w.provider.answer(hpp.Verdict{Kind: hpp.Declined})
		w.must(w.pay(link))
	},
	"faulty": func(w *world, link string) {
		w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{}, &hpp.Refusal{Code: "NOT_ALLOWED"} }
		w.must(w.pay(link))
	},
	"challenged": func(w *world, link string) {
		w.provider.answer(hpp.Verdict{Kind: hpp.Challenged})
		w.must(w.pay(link))
	},
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (p *provider) answer(v hpp.Verdict) {
	p.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return v, nil }
}

// leading are the acts that lead to money. Every other method of hpp.Payments
// is named in exempt, so that a new one must be put into either.
var leading = map[string]func(ctx context.Context, w *world, link string, form hpp.PayForm) error{
	"Pay": func(ctx context.Context, w *world, link string, form hpp.PayForm) error {
		return w.Pay(ctx, link, form)
	},
	"Revise": func(ctx context.Context, w *world, link string, form hpp.PayForm) error {
		return w.Revise(ctx, link, form)
	},
	"Enter": func(ctx context.Context, w *world, link string, _ hpp.PayForm) error { return w.Enter(ctx, link) },
	"Confirm": func(ctx context.Context, w *world, link string, _ hpp.PayForm) error {
		return w.Confirm(ctx, link, "123456")
	},
	"Retry": func(ctx context.Context, w *world, link string, _ hpp.PayForm) error { return w.Retry(ctx, link) },
}

// RequestRenewal begins where a session has ended: renewal_test.go tries it at a
// merchant that is shut.
var exempt = map[string]bool{"Open": true, "Watch": true, "GoBack": true, "CancelPayment": true, "QR": true, "RequestRenewal": true}

func TestEveryActIsJudgedByTheGate(t *testing.T) {
	for payments, i := reflect.TypeFor[hpp.Payments](), 0; i < payments.NumMethod(); i++ {
		if name := payments.Method(i).Name; leading[name] == nil && !exempt[name] {
			t.Errorf("%s is neither tried at a merchant that is shut nor known to lead to no money", name)
		}
	}
}

// A merchant that is shut sells nothing, whatever the payer was doing and
// presses, and the page says so. What was open pays again once it is opened.
func TestAShutMerchantSellsNothing(t *testing.T) {
	for state, reach := range reached {
		for name, press := range leading {
			t.Run(state+" "+name, func(t *testing.T) {
				w := newWorld(t)
				s, link := w.make(func(c *hpp.SessionRequest) { c.URLs.Back = "https://shop.test/back" })
				reach(w, link)
				form := hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()}
				before, asked, tagged := len(w.statuses(s.ID)), len(w.provider.keys), w.tagOf(link)
				w.shut = true
				w.provider.answer(hpp.Verdict{Kind: hpp.Approved, Token: "t"})
				if w.tagOf(link) == tagged {
					t.Error("an open page has no news of it")
				}
				if v := w.open(link); v.State != hpp.PageDisabled || !v.SalesClosed || v.ChangeTag != w.tagOf(link) {
					t.Errorf("shows %s, shut %v, mark %s", v.State, v.SalesClosed, v.ChangeTag)
				}
				if v := w.module(s, nil); v.State != hpp.PageDisabled {
					t.Errorf("the till shows %s", v.State)
				}
				if err := press(t.Context(), w, link, form); name != "Revise" && !errors.Is(err, hpp.ErrSalesClosed) && !errors.Is(err, hpp.ErrNoChallenge) {
					t.Errorf("%v, want that it is shut", err)
				}
				if len(w.provider.keys) != asked || len(w.statuses(s.ID)) != before {
					t.Errorf("asked the provider %d times, has the events %v", len(w.provider.keys)-asked, w.statuses(s.ID))
				}
				w.shut = false
				if v := w.open(link); v.State == hpp.PageDisabled || (name == "Confirm" && v.Session.Attempt != nil) {
					t.Errorf("opened again it shows %s, attempt %v", v.State, v.Session.Attempt)
				}
			})
		}
	}
}

func (w *world) tagOf(link string) string {
	w.t.Helper()
	watch, err := w.Watch(w.t.Context(), link)
	answer, err := tag(w.t.Context(), watch, err)
	w.must(err)
	return answer
}

// What was under way when the merchant was shut is finished: an authorization
// that was asked for is settled and its order placed.
func TestAShutMerchantFinishesWhatIsUnderWay(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "CAPTURE_ORDER" })
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		w.shut = true
		return hpp.Verdict{}, errSilent
	}
	w.must(w.pay(link))
	if v := w.open(link); v.State != hpp.PageChecking {
		t.Errorf("an unknown outcome shows %s", v.State)
	}
	w.provider.answer(hpp.Verdict{Kind: hpp.Approved, Token: "t"})
	w.clock = w.clock.Add(time.Minute)
	w.must(w.Reconcile(t.Context(), s.ID))
	if v := w.open(link); v.State != hpp.PageCompleted || v.Session.Result.OrderID == "" {
		t.Errorf("shows %s, order %q", v.State, v.Session.Result.OrderID)
	}
}

// A page at a merchant that is shut can still be left.
func TestAShutMerchantsPageIsLeft(t *testing.T) {
	w := newWorld(t)
	_, link := w.make(nil)
	w.shut = true
	w.must(w.CancelPayment(t.Context(), link))
	if v := w.open(link); v.State != hpp.PageCancelled {
		t.Errorf("shows %s", v.State)
	}
}
