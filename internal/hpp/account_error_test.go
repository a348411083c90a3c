package hpp_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

var errAccount = &hpp.AccountError{Message: "api.example.com refuses the credentials of this merchant"}

// A merchant whose account cannot be used reads why, at the member that names it.
func TestCreateWithoutAnAccount(t *testing.T) {
	w := newWorld(t)
	w.provider.readErr = errAccount
	err := createWith(w, func(*hpp.SessionRequest) {})
	e, ok := errors.AsType[*hpp.Error](err)
	if !ok || e.Code != hpp.CodeBadValue || len(e.Fields) != 1 || e.Fields[0] != "payment_session_url" || !strings.Contains(e.Messages[0], errAccount.Message) {
		t.Errorf("%v", err)
	}
}

// So does one who names a payment session to renew on.
func TestRenewWithoutAnAccount(t *testing.T) {
	w := newWorld(t)
	s, _ := w.expired(hpp.RenewalAsk)
	w.provider.readErr = errAccount
	_, err := w.Renew(t.Context(), w.merchant, s.ID, creation().PaymentSessionURL, hpp.IdempotencyKey{})
	e, ok := errors.AsType[*hpp.Error](err)
	if !ok || e.Code != hpp.CodeBadValue || len(e.Fields) != 1 || e.Fields[0] != "payment_session_url" || !strings.Contains(e.Messages[0], errAccount.Message) {
		t.Errorf("%v", err)
	}
}

// A payer reads that the shop takes no payments, with a way back; nothing begins,
// and once the account can be used the page pays again.
func TestPageWithoutAnAccount(t *testing.T) {
	for name, reach := range reached {
		if name == "challenged" {
			continue // an attempt is under way: below
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s, link := w.make(func(c *hpp.SessionRequest) { c.URLs.Back = "https://shop.test/back" })
			reach(w, link)
			before := w.statuses(s.ID)
			w.provider.readErr = errAccount
			if v := w.open(link); v.State != hpp.PageDisabled || !v.SalesClosed || v.RedirectURL == "" {
				t.Errorf("the page shows %s, closed %v, leading to %q", v.State, v.SalesClosed, v.RedirectURL)
			}
			if err := w.Pay(t.Context(), link, hpp.PayForm{Category: hpp.PayLater, Revision: w.provider.payment.Purchase.Revision()}); !errors.Is(err, hpp.ErrSalesClosed) {
				t.Errorf("paid: %v", err)
			}
			if after := w.statuses(s.ID); len(after) != len(before) {
				t.Errorf("events %v, before %v", after, before)
			}
			w.provider.readErr = nil
			if v := w.open(link); v.State == hpp.PageDisabled {
				t.Error("the page stays closed")
			}
		})
	}
}

// What is under way is not hidden by it.
func TestAttemptWithoutAnAccount(t *testing.T) {
	w := newWorld(t)
	_, link := w.make(nil)
	reached["challenged"](w, link)
	w.provider.readErr = errAccount
	if v := w.open(link); v.State != hpp.PageChallenge {
		t.Errorf("the page shows %s", v.State)
	}
}
