package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
)

func basket(id string) checkout.Order {
	return checkout.Order{
		ID: id, Merchant: "m1", Shop: "Lamps", Status: checkout.StatusIncomplete,
		Purchase: checkout.Purchase{
			PurchaseCountry: "SE", PurchaseCurrency: "SEK", OrderAmount: 1000, Tags: []string{"bulky"},
			OrderLines: []checkout.OrderLine{{Name: "Lamp", Quantity: 1, UnitPrice: 1000, TotalAmount: 1000}},
		},
		StartedAt: epoch, ModifiedAt: epoch, ExpiresAt: epoch.Add(48 * time.Hour),
	}
}

func addCheckout(t *testing.T, store provider.Store, id string) {
	t.Helper()
	if _, err := store.InsertCheckout(t.Context(), basket(id), capturedAnswer(id), none); err != nil {
		t.Fatal(err)
	}
}

func checkoutOrder(t *testing.T, store provider.Store) {
	addCheckout(t, store, "a")
	want := basket("a")
	want.Version = 1
	for name, read := range map[string]func() (checkout.Order, error){
		"merchant's": func() (checkout.Order, error) { return store.Checkout(t.Context(), "m1", "a") },
		"browser's":  func() (checkout.Order, error) { return store.CheckoutOf(t.Context(), "a") },
	} {
		got, err := read()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func checkoutForeign(t *testing.T, store provider.Store) {
	addCheckout(t, store, "a")
	for _, c := range [][2]string{{"m2", "a"}, {"m1", "b"}} {
		m, id := hpp.MerchantID(c[0]), c[1]
		_, read := store.Checkout(t.Context(), m, id)
		_, update := store.UpdateCheckout(t.Context(), m, id, none, func(*checkout.Order) (endpoint.Answer, error) { t.Error("run"); return capturedAnswer(""), nil })
		_, attempt := store.AttemptCheckout(t.Context(), m, id, "k", func(*checkout.Order, *payer.Attempt) (*checkout.Completion, error) { t.Error("run"); return nil, nil })
		for i, err := range []error{read, update, attempt} {
			if !errors.Is(err, endpoint.ErrNotFound) {
				t.Errorf("%v, method %d: %v", c, i, err)
			}
		}
	}
	if _, err := store.CheckoutOf(t.Context(), "b"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Error(err)
	}
}

func checkoutUpdate(t *testing.T, store provider.Store) {
	addCheckout(t, store, "a")
	change := func(reference string, err error) error {
		_, got := store.UpdateCheckout(t.Context(), "m1", "a", none, func(o *checkout.Order) (endpoint.Answer, error) {
			o.Purchase.MerchantReference1 = reference
			return capturedAnswer("x"), err
		})
		return got
	}
	if err := change("kept", nil); err != nil {
		t.Error(err)
	}
	if err := change("lost", errNo); !errors.Is(err, errNo) {
		t.Error(err)
	}
	if o, err := store.Checkout(t.Context(), "m1", "a"); err != nil || o.Purchase.MerchantReference1 != "kept" || o.Version != 2 {
		t.Errorf("%+v, %v", o, err)
	}
}

// finishing completes the order in one attempt.
func finishing(id string) func(*checkout.Order, *payer.Attempt) (*checkout.Completion, error) {
	return func(o *checkout.Order, a *payer.Attempt) (*checkout.Completion, error) {
		o.Status = checkout.StatusComplete
		a.State = payer.Approved
		placed := orderOn(o.ID)
		placed.ID, placed.Jobs = id, []endpoint.Job{{Kind: "word", Subject: o.ID, ID: "word", Due: epoch, Payload: []byte{}}}
		made := consent("token-" + id)
		return &checkout.Completion{Order: placed, Token: &made}, nil
	}
}

func checkoutAttempt(t *testing.T, store provider.Store) {
	addCheckout(t, store, "a")
	_, err := store.AttemptCheckout(t.Context(), "m1", "a", "k", func(_ *checkout.Order, a *payer.Attempt) (*checkout.Completion, error) {
		if a.Key != "k" || a.State != payer.New {
			t.Errorf("a new key has %+v", a)
		}
		a.State = payer.Challenged
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.AttemptCheckout(t.Context(), "m1", "a", "k", func(o *checkout.Order, a *payer.Attempt) (*checkout.Completion, error) {
		if a.State != payer.Challenged {
			t.Errorf("the attempt is %+v", a)
		}
		placed, _ := finishing("lost")(o, a)
		return placed, errNo
	})
	if o, _ := store.Checkout(t.Context(), "m1", "a"); !errors.Is(err, errNo) || o.Status != checkout.StatusIncomplete {
		t.Errorf("%v left %s", err, o.Status)
	}
	a, err := store.AttemptCheckout(t.Context(), "m1", "a", "k", finishing("a"))
	if err != nil || a.State != payer.Approved {
		t.Errorf("%+v, %v", a, err)
	}
	if o, err := store.Order(t.Context(), "m1", "a"); err != nil || o.SessionID != "a" {
		t.Errorf("%+v, %v", o, err)
	}
	if c, err := store.Token(t.Context(), "m1", "token-a"); err != nil || c.Status != token.Active {
		t.Errorf("%+v, %v", c, err)
	}
}

func checkoutOneOrder(t *testing.T, store provider.Store) {
	addCheckout(t, store, "a")
	var made atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			switch _, err := store.AttemptCheckout(t.Context(), "m1", "a", fmt.Sprint("k", i), finishing(fmt.Sprint("o", i))); {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, payment.ErrCompleted):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("%d orders of one Checkout order", made.Load())
	}
}
