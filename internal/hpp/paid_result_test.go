package hpp_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func wantResult(c *hpp.SessionRequest) {
	c.URLs.Success = "https://shop.test/ok?sid={{session_id}}&r=%7B%7Bopenhpp_result%7D%7D"
	c.URLs.Failure = "https://shop.test/failed?r={{openhpp_result}}"
	c.URLs.Back = "https://shop.test/back?r={{openhpp_result}}"
}

func TestASuccessCarriesTheSignedResult(t *testing.T) {
	w := newWorld(t)
	var signed []hpp.PaidResult
	w.SignResult = func(_ context.Context, r hpp.PaidResult) (string, error) {
		signed = append(signed, r)
		return "v1.a_b-c.d", nil
	}
	s, link := w.make(wantResult)
	view := w.open(link)
	view, err := w.SessionService.Pay(t.Context(), view, hpp.PayForm{Category: view.Selected, Payer: hpp.Payer{Email: "a@b.test"}, Revision: view.Revision})
	if err != nil || view.RedirectURL != "https://shop.test/ok?sid="+string(s.ID)+"&r=v1.a_b-c.d" {
		t.Fatalf("%s, %v", view.RedirectURL, err)
	}
	w.clock = w.clock.Add(time.Hour)
	if again := w.open(link); again.RedirectURL != view.RedirectURL {
		t.Errorf("opened again: %s", again.RedirectURL)
	}
	first, second := signed[0], signed[1]
	if first.Merchant != "m1" || first.Session != s.ID || first.Amount != 12500 || first.Currency != "SEK" || first.AuthorizationToken != "token-1" {
		t.Errorf("signed %+v", first)
	}
	if first.Nonce != second.Nonce || len(first.Nonce) != 22 {
		t.Errorf("nonces %q and %q: one payment is booked once", first.Nonce, second.Nonce)
	}
	if first.ExpiresAt.Sub(first.IssuedAt) != hpp.PaidResultLife || second.IssuedAt.Sub(first.IssuedAt) != time.Hour {
		t.Errorf("signed from %v to %v, then from %v", first.IssuedAt, first.ExpiresAt, second.IssuedAt)
	}
}

// No result is signed but of a success, and for who asked.
func TestNoOtherAddressCarriesAResult(t *testing.T) {
	w := newWorld(t)
	w.SignResult = func(context.Context, hpp.PaidResult) (string, error) {
		t.Error("signed")
		return "evil", nil
	}
	_, link := w.make(wantResult)
	if to, err := w.GoBack(t.Context(), link); err != nil || to != "https://shop.test/back?r=" {
		t.Errorf("%s, %v", to, err)
	}
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{Kind: hpp.Declined}, nil }
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if view := w.open(link); view.RedirectURL != "https://shop.test/failed?r=" {
		t.Errorf("%s: %s", view.State, view.RedirectURL)
	}
	w = newWorld(t)
	w.SignResult = func(context.Context, hpp.PaidResult) (string, error) {
		t.Error("signed for who did not ask")
		return "", nil
	}
	_, link = w.make(nil)
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if view := w.open(link); !strings.Contains(view.RedirectURL, "token=token-1") {
		t.Errorf("%s: %s", view.State, view.RedirectURL)
	}
}

// A payer who has paid gets to the shop, whatever becomes of the signature.
func TestAResultThatCannotBeSigned(t *testing.T) {
	w := newWorld(t)
	w.SignResult = func(context.Context, hpp.PaidResult) (string, error) { return "", errors.New("no database") }
	s, link := w.make(wantResult)
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if view := w.open(link); view.RedirectURL != "https://shop.test/ok?sid="+string(s.ID)+"&r=" {
		t.Errorf("%s", view.RedirectURL)
	}
}
