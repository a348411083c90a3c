package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
)

func consent(id string) token.Token {
	return token.Token{ID: id, Merchant: "m1", Status: token.Active, Category: "pay_later", Country: "SE", Currency: "SEK", CreatedAt: epoch}
}

// tokenize turns the authorization of session a into a customer token.
func tokenize(t *testing.T, store provider.Store, id string) error {
	t.Helper()
	_, err := store.Tokenize(t.Context(), "m1", "granted", none, func(s *payment.Session) (*token.Token, endpoint.Answer, error) {
		made := consent(id)
		s.Tokenized = &payment.Placed{Fingerprint: []byte("f"), Answer: capturedAnswer(id)}
		return &made, capturedAnswer(id), nil
	})
	return err
}

func customerToken(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "granted")
	if err := tokenize(t, store, "t1"); err != nil {
		t.Fatal(err)
	}
	want := consent("t1")
	want.Version = 1
	got, err := store.Token(t.Context(), "m1", "t1")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if s, err := store.SessionOf(t.Context(), "a"); err != nil || s.Tokenized == nil {
		t.Errorf("for a browser: %v", err)
	}
	if _, err := store.SessionOf(t.Context(), "b"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("of none: %v", err)
	}
	if s, err := store.Session(t.Context(), "m1", "a"); err != nil || s.Tokenized == nil {
		t.Errorf("the session forgot: %v", err)
	}
	if err := tokenize(t, store, "t2"); !errors.Is(err, payment.ErrCompleted) {
		t.Errorf("a second token of one session: %v", err)
	}
	for _, c := range [][2]string{{"m2", "t1"}, {"m1", "t2"}} {
		if _, err := store.Token(t.Context(), hpp.MerchantID(c[0]), c[1]); !errors.Is(err, endpoint.ErrNotFound) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func customerTokenOrder(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "granted")
	if err := tokenize(t, store, "t1"); err != nil {
		t.Fatal(err)
	}
	charge := func(err error) error {
		_, got := store.UpdateToken(t.Context(), "m1", "t1", none, func(c *token.Token) (*order.Order, endpoint.Answer, error) {
			c.Status = token.Cancelled
			placed := orderOn("charge")
			return &placed, capturedAnswer("x"), err
		})
		return got
	}
	if err := charge(errNo); !errors.Is(err, errNo) {
		t.Error(err)
	}
	if c, err := store.Token(t.Context(), "m1", "t1"); err != nil || c.Status != token.Active {
		t.Errorf("a failed change was stored: %+v, %v", c, err)
	}
	if err := charge(nil); err != nil {
		t.Error(err)
	}
	if _, err := store.Order(t.Context(), "m1", "order-charge"); err != nil {
		t.Error(err)
	}
	if c, err := store.Token(t.Context(), "m1", "t1"); err != nil || c.Status != token.Cancelled || c.Version != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}
