package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

func paymentAttempt(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	addPayment(t, store, "b")
	want := payer.Attempt{
		Key: "k", State: payer.Challenged, Category: "pay_now", WrongCodes: 2, WrongCode: true,
		Payer: payer.Details{Email: "al@example.com", City: "Umeå"},
	}
	got, err := store.Attempt(t.Context(), "m1", "a", "k", func(s *payment.Session, a *payer.Attempt) error {
		if s.ID != "a" || a.Key != "k" || a.State != payer.New {
			t.Errorf("a new key: session %s, %+v", s.ID, a)
		}
		*a = want
		return nil
	})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, c := range []struct {
		session, key string
		want         payer.Attempt
	}{{"a", "k", want}, {"a", "other", payer.Attempt{Key: "other"}}, {"b", "k", payer.Attempt{Key: "k"}}} {
		_, err := store.Attempt(t.Context(), "m1", c.session, c.key, func(_ *payment.Session, a *payer.Attempt) error {
			if diff := cmp.Diff(c.want, *a); diff != "" {
				t.Errorf("%s/%s (-want +got):\n%s", c.session, c.key, diff)
			}
			return errNo
		})
		if !errors.Is(err, errNo) {
			t.Error(err)
		}
	}
}

func paymentAttemptFailed(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	_, err := store.Attempt(t.Context(), "m1", "a", "k", func(s *payment.Session, a *payer.Attempt) error {
		s.Authorization = &payment.Authorization{Token: "lost"}
		a.State = payer.Approved
		return errNo
	})
	if !errors.Is(err, errNo) {
		t.Error(err)
	}
	if s, err := store.Session(t.Context(), "m1", "a"); err != nil || s.Authorization != nil {
		t.Errorf("a failed attempt left %+v, %v", s.Authorization, err)
	}
	_, err = store.UpdateAuthorized(t.Context(), "m1", "lost", none, func(*payment.Session) (*order.Order, endpoint.Answer, error) {
		return nil, capturedAnswer(""), nil
	})
	if !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("a failed attempt left a token: %v", err)
	}
}

func paymentToken(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	grant(t, store, "a", "first")
	grant(t, store, "a", "second")
	find := func(token string) error {
		_, err := store.UpdateAuthorized(t.Context(), "m1", token, none, func(s *payment.Session) (*order.Order, endpoint.Answer, error) {
			if s.ID != "a" || s.Authorization.Token != token {
				t.Errorf("%s found session %s with %+v", token, s.ID, s.Authorization)
			}
			return nil, capturedAnswer(""), nil
		})
		return err
	}
	if err := find("second"); err != nil {
		t.Errorf("the newest token: %v", err)
	}
	if err := find("first"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("a replaced token: %v", err)
	}
}
