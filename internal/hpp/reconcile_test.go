package hpp_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

var errSilent = errors.New("no answer")

// Each case loses the provider's answer at one call; the page must say
// "checking", and the job must finish the work with the same key.
func TestUnknownOutcomeIsReconciled(t *testing.T) {
	type failing func(p *provider, fail bool)
	for name, setup := range map[string]failing{
		"authorize": func(p *provider, fail bool) {
			p.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
				if fail {
					return hpp.Verdict{}, errSilent
				}
				return hpp.Verdict{Kind: hpp.Approved, Token: "t"}, nil
			}
		},
		"place": func(p *provider, fail bool) {
			p.place = func(string) (hpp.Order, error) {
				if fail {
					return hpp.Order{}, errSilent
				}
				return hpp.Order{ID: "o", Reference: "R"}, nil
			}
		},
		"capture": func(p *provider, fail bool) {
			p.capture = func(string, int64, string) error {
				if fail {
					return errSilent
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			setup(w.provider, true)
			s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "CAPTURE_ORDER" })
			if err := w.pay(link); err != nil {
				t.Fatalf("the payer was told %v", err)
			}
			if v := w.open(link); v.State != hpp.PageChecking {
				t.Fatalf("step %s, want checking", v.State)
			}
			var later hpp.ErrRetryLater
			if err := w.Reconcile(t.Context(), s.ID); !errors.As(err, &later) {
				t.Errorf("reconcile did not leave the running request its time: %v", err)
			}
			w.clock = w.clock.Add(time.Minute)
			if err := w.Reconcile(t.Context(), s.ID); err == nil {
				t.Error("reconcile calls an unknown outcome done")
			}
			setup(w.provider, false)
			if err := w.Reconcile(t.Context(), s.ID); err != nil {
				t.Fatal(err)
			}
			if v := w.open(link); v.State != hpp.PageCompleted || v.Session.Result.OrderID == "" {
				t.Errorf("step %s, order %q", v.State, v.Session.Result.OrderID)
			}
			if len(slices.Compact(w.provider.keys)) != 1 {
				t.Errorf("keys %v", w.provider.keys)
			}
			if err := w.Reconcile(t.Context(), s.ID); err != nil {
				t.Errorf("reconciling again: %v", err)
			}
			if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Completed}) {
				t.Errorf("events %v", got)
			}
		})
	}
}

func TestRefusalIsAFault(t *testing.T) {
	w := newWorld(t)
	w.provider.place = func(string) (hpp.Order, error) { return hpp.Order{}, &hpp.Refusal{Code: "INVALID_OPERATION"} }
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	v := w.open(link)
	if v.State != hpp.PageError || v.RedirectURL != "https://shop.test/failed?sid="+string(s.ID) {
		t.Errorf("step %s, destination %s", v.State, v.RedirectURL)
	}
	w.provider.place = newProvider().place
	if err := errors.Join(w.Retry(t.Context(), link), w.pay(link)); err != nil {
		t.Fatal(err)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Errored, hpp.InProgress, hpp.Completed}) {
		t.Errorf("events %v", got)
	}
}

func TestRefusedCaptureLeavesTheOrder(t *testing.T) {
	w := newWorld(t)
	w.provider.capture = func(string, int64, string) error { return &hpp.Refusal{Code: "CAPTURE_NOT_ALLOWED"} }
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "CAPTURE_ORDER" })
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	got, err := w.Read(t.Context(), w.merchant, s.ID)
	if err != nil || got.Status != hpp.Completed || got.Result.OrderID != "order-1" || !got.Result.CaptureFailed {
		t.Errorf("%v: %s %+v", err, got.Status, got.Result)
	}
	events, err := w.SessionService.Store.ListEvents(t.Context(), "m1", s.ID)
	if err != nil || events[1].Detail != "capture refused: CAPTURE_NOT_ALLOWED" {
		t.Errorf("%v: event log %+v", err, events)
	}
}

func TestCompletedElsewhereIsFollowed(t *testing.T) {
	w := newWorld(t)
	first, firstLink := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	second, secondLink := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	if err := w.pay(firstLink); err != nil {
		t.Fatal(err)
	}
	w.provider.payment.State = hpp.PaymentComplete
	form := hpp.PayForm{Category: hpp.PayLater, Revision: second.Purchase.Revision()}
	if err := w.Pay(t.Context(), secondLink, form); !errors.Is(err, hpp.ErrClosed) {
		t.Errorf("paying what is paid: %v", err)
	}
	v := w.open(secondLink)
	if v.State != hpp.PageCompleted || !v.Session.Result.CompletedElsewhere || v.Session.Result.OrderID != "order-1" {
		t.Errorf("step %s, %+v", v.State, v.Session.Result)
	}
	if got := w.statuses(first.ID); len(got) != 2 {
		t.Errorf("the first session's events %v", got)
	}
	if got := w.statuses(second.ID); !slices.Equal(got, []hpp.Status{hpp.Completed}) {
		t.Errorf("the second session's events %v", got)
	}
}

// The provider says "completed" only when asked to place: another session won.
func TestLosingTheRaceForThePayment(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	w.provider.place = func(string) (hpp.Order, error) {
		w.provider.payment.State = hpp.PaymentComplete
		return hpp.Order{}, &hpp.Refusal{Code: "SESSION_COMPLETED"}
	}
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Completed}) {
		t.Errorf("events %v", got)
	}
}

func TestFollowCancelAndEnd(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	w.provider.payment.State = hpp.PaymentCancelled
	if v := w.open(link); v.State != hpp.PageCancelled {
		t.Errorf("cancelled elsewhere shows %s", v.State)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.Cancelled}) {
		t.Errorf("events %v", got)
	}
	w.provider.payment.State = hpp.PaymentOpen
	_, link = w.make(nil)
	w.provider.readErr = hpp.ErrNotFound
	if v := w.open(link); v.State != hpp.PageExpired {
		t.Errorf("gone elsewhere shows %s", v.State)
	}
	w.provider.readErr = errSilent
	if v := w.open(link); v.State != hpp.PagePay || v.Purchase.Amount != 12500 {
		t.Errorf("a silent provider shows %s, amount %d", v.State, v.Purchase.Amount)
	}
}

// A provider's complaint about what the payer typed is no fault of the payment:
// the payer corrects it, and the attempt has not failed.
func TestAComplaintAboutTheFormIsCorrected(t *testing.T) {
	for name, c := range map[string]struct {
		refusal hpp.Refusal
		step    hpp.PageState
	}{
		"a field":             {hpp.Refusal{Code: "BAD_VALUE", Request: true, Fields: []string{"billing_address.given_name", "payer.email"}}, hpp.PagePay},
		"no field by name":    {hpp.Refusal{Code: "BAD_REQUEST", Request: true}, hpp.PagePay},
		"the purchase":        {hpp.Refusal{Code: "BAD_VALUE", Request: true, Fields: []string{"order_amount"}}, hpp.PageError},
		"a field and another": {hpp.Refusal{Code: "BAD_VALUE", Request: true, Fields: []string{"email", "locale"}}, hpp.PageError},
		"not the request":     {hpp.Refusal{Code: "NOT_ALLOWED"}, hpp.PageError},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{}, &c.refusal }
			s, link := w.make(nil)
			err := w.pay(link)
			if v := w.open(link); v.State != c.step || (c.step == hpp.PagePay) != isFormError(err) {
				t.Errorf("shows %s, %v", v.State, err)
			}
			if fault, ok := errors.AsType[*hpp.Error](err); ok && !slices.Equal(fault.Fields, c.refusal.Fields) {
				t.Errorf("marks %v", fault.Fields)
			}
			if c.step == hpp.PagePay && len(w.statuses(s.ID)) != 1 {
				t.Errorf("events %v", w.statuses(s.ID))
			}
		})
	}
	// Placing an order is no form of the payer's.
	w := newWorld(t)
	w.provider.place = func(string) (hpp.Order, error) { return hpp.Order{}, &hpp.Refusal{Code: "BAD_VALUE", Request: true} }
	_, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	if w.must(w.pay(link)); w.open(link).State != hpp.PageError {
		t.Errorf("shows %s", w.open(link).State)
	}
}

func isFormError(err error) bool {
	_, ok := errors.AsType[*hpp.FormError](err)
	return ok
}
