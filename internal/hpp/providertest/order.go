package providertest

import (
	"errors"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// authorized is a payment session that a payer authorized, ready to be placed.
func authorized(t *testing.T, s Subject) (ref hpp.PaymentRef, token string, body []byte) {
	t.Helper()
	ref = s.Open(t)
	token = s.Authorize(t, ref)
	if payer, ok := s.Provider.(hpp.PayerAuthorizer); ok {
		outcome, err := payer.Outcome(t.Context(), Merchant, ref, "")
		if err != nil {
			t.Fatal(err)
		}
		body = outcome.OrderBody
	}
	return ref, token, body
}

// placingAnOrder: the same token is the same order, the same key the same
// capture.
func placingAnOrder(t *testing.T, s Subject) {
	if s.Authorize == nil {
		return
	}
	ref, token, body := authorized(t, s)
	session, err := s.Provider.Read(t.Context(), Merchant, ref)
	if err != nil {
		t.Fatal(err)
	}
	var first hpp.Order
	for i := range 2 {
		order, err := s.Provider.PlaceOrder(t.Context(), Merchant, ref, token, body)
		if err != nil || order.ID == "" {
			t.Fatalf("placed %+v, %v", order, err)
		}
		if i == 0 {
			first = order
		} else if order != first {
			t.Errorf("placed twice: %+v and %+v", first, order)
		}
	}
	for range 2 {
		if err := s.Provider.Capture(t.Context(), Merchant, ref, first.ID, session.Purchase.Amount, "the-attempt"); err != nil {
			t.Errorf("capture: %v", err)
		}
	}
	if session, err := s.Provider.Read(t.Context(), Merchant, ref); err != nil || session.State != hpp.PaymentComplete {
		t.Errorf("read: %s, %v: want a complete session", session.State, err)
	}
	if payer, ok := s.Provider.(hpp.PayerAuthorizer); ok {
		if outcome, err := payer.Outcome(t.Context(), Merchant, ref, ""); err != nil || outcome.Kind != hpp.OutcomeComplete {
			t.Errorf("outcome %+v, %v: want complete", outcome, err)
		}
	}
}

// tokensThatOpenNothing are refused for good, and so is a capture of no order.
func tokensThatOpenNothing(t *testing.T, s Subject) {
	if s.Authorize == nil {
		return
	}
	ref, token, body := authorized(t, s)
	_, unknown := s.Provider.PlaceOrder(t.Context(), Merchant, ref, "00000000-0000-4000-8000-000000000000", body)
	_, foreign := s.Provider.PlaceOrder(t.Context(), Stranger, ref, token, body)
	noOrder := s.Provider.Capture(t.Context(), Merchant, ref, "00000000-0000-4000-8000-000000000000", 1, "k")
	for name, err := range map[string]error{"unknown token": unknown, "foreign token": foreign, "capture of no order": noOrder} {
		if _, ok := errors.AsType[*hpp.Refusal](err); !ok {
			t.Errorf("%s: %v is no refusal", name, err)
		}
	}
}

// releasingAnAuthorization ends it; a repeat is no error.
func releasingAnAuthorization(t *testing.T, s Subject) {
	if s.Authorize == nil {
		return
	}
	ref, token, body := authorized(t, s)
	for range 2 {
		if err := s.Provider.Release(t.Context(), Merchant, ref, token); err != nil {
			t.Errorf("release: %v", err)
		}
	}
	_, err := s.Provider.PlaceOrder(t.Context(), Merchant, ref, token, body)
	if _, ok := errors.AsType[*hpp.Refusal](err); !ok {
		t.Errorf("a released token: %v is no refusal", err)
	}
}
