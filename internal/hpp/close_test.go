package hpp_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestBackOrCancel(t *testing.T) {
	back, cancel := "https://shop.test/back", "https://shop.test/cancel"
	for name, c := range map[string]struct {
		urls        hpp.MerchantURLs
		channel     hpp.Channel
		exit        hpp.ExitMode
		destination string
	}{
		"back":                 {hpp.MerchantURLs{Back: back}, hpp.Ecommerce, hpp.ExitBack, back},
		"both":                 {hpp.MerchantURLs{Back: back, Cancel: cancel}, hpp.Ecommerce, hpp.ExitBack, back},
		"both in a shop":       {hpp.MerchantURLs{Back: back, Cancel: cancel}, hpp.InStore, hpp.ExitBack, back},
		"cancel in a web shop": {hpp.MerchantURLs{Cancel: cancel}, hpp.Ecommerce, hpp.ExitBack, cancel},
		"cancel in a shop":     {hpp.MerchantURLs{Cancel: cancel}, hpp.InStore, hpp.ExitCancel, cancel},
		"cancel on the phone":  {hpp.MerchantURLs{Cancel: cancel}, hpp.Telesales, hpp.ExitCancel, cancel},
		"neither":              {hpp.MerchantURLs{}, hpp.Ecommerce, hpp.ExitCancel, ""},
		"neither, other shop":  {hpp.MerchantURLs{}, hpp.InStore, hpp.ExitCancel, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.payment.Channel = c.channel
			s, link := w.make(func(creation *hpp.SessionRequest) { creation.URLs = c.urls })
			if got := w.open(link).Exit; got != c.exit {
				t.Fatalf("exit %s, want %s", got, c.exit)
			}
			address, backErr := w.GoBack(t.Context(), link)
			if c.exit == hpp.ExitBack {
				if backErr != nil || address != c.destination {
					t.Errorf("went to %q, %v", address, backErr)
				}
				if err := w.CancelPayment(t.Context(), link); !hpp.IsCode(err, hpp.CodeNotAllowed) {
					t.Errorf("cancel beside back: %v", err)
				}
				if again, err := w.GoBack(t.Context(), link); err != nil || again != c.destination {
					t.Errorf("back twice: %q, %v", again, err)
				}
				if v := w.open(link); v.State != hpp.PagePay {
					t.Errorf("the link shows %s after back", v.State)
				}
				if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Back}) {
					t.Errorf("events %v", got)
				}
				return
			}
			if !hpp.IsCode(backErr, hpp.CodeNotAllowed) {
				t.Errorf("back beside cancel: %v", backErr)
			}
			if err := errors.Join(w.CancelPayment(t.Context(), link), w.CancelPayment(t.Context(), link)); err != nil {
				t.Fatal(err)
			}
			if v := w.open(link); v.State != hpp.PageCancelled || v.RedirectURL != c.destination {
				t.Errorf("step %s, destination %q", v.State, v.RedirectURL)
			}
			if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Cancelled}) {
				t.Errorf("events %v", got)
			}
		})
	}
}

func TestDisable(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	other := hpp.Authenticated("m2", "Other")
	if err := w.Disable(t.Context(), other, s.ID); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("another merchant: %v", err)
	}
	if err := errors.Join(w.Disable(t.Context(), w.merchant, s.ID), w.Disable(t.Context(), w.merchant, s.ID)); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.State != hpp.PageDisabled {
		t.Errorf("step %s", v.State)
	}
	form := hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()}
	if err := w.Pay(t.Context(), link, form); !errors.Is(err, hpp.ErrClosed) {
		t.Errorf("paying: %v", err)
	}
	paid, link := w.make(nil)
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if err := w.Disable(t.Context(), w.merchant, paid.ID); !hpp.IsCode(err, hpp.CodeNotAllowed) {
		t.Errorf("disabling a completed session: %v", err)
	}
}

// The authorization arrives after the merchant closed the session: no order,
// and the money is given back.
func TestDisableWinsOverAnAuthorization(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Approved, Token: "late"}, w.Disable(t.Context(), w.merchant, s.ID)
	}
	w.provider.place = func(string) (hpp.Order, error) {
		t.Error("an order was placed on a disabled session")
		return hpp.Order{}, nil
	}
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(w.provider.released, []string{"late"}) {
		t.Errorf("released %v", w.provider.released)
	}
	if v := w.open(link); v.State != hpp.PageDisabled {
		t.Errorf("step %s", v.State)
	}
}

func TestDisableLosesToAnOrder(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	w.provider.place = func(string) (hpp.Order, error) {
		if err := w.Disable(t.Context(), w.merchant, s.ID); !hpp.IsCode(err, hpp.CodeConflict) {
			t.Errorf("disabling while the order is placed: %v", err)
		}
		return hpp.Order{ID: "o"}, nil
	}
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.State != hpp.PageCompleted {
		t.Errorf("step %s", v.State)
	}
}

func TestExpire(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	var later hpp.ErrRetryLater
	if err := w.Expire(t.Context(), s.ID); !errors.As(err, &later) || later.Wait != 47*time.Hour {
		t.Errorf("too early: %v", err)
	}
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{}, errSilent }
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	w.clock = s.ExpiresAt
	if err := w.Expire(t.Context(), s.ID); !errors.As(err, &later) {
		t.Errorf("an unknown outcome was closed over: %v", err)
	}
	w.provider.authorize = newProvider().authorize
	if err := errors.Join(w.Reconcile(t.Context(), s.ID), w.Expire(t.Context(), s.ID)); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.State != hpp.PageCompleted {
		t.Errorf("step %s", v.State)
	}
	if err := w.Expire(t.Context(), "none"); err != nil {
		t.Errorf("a session that is gone: %v", err)
	}
}
