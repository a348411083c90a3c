package hpp

import (
	"context"
	"encoding/base64"
	"time"
)

// PaidResultLife is how long a shop may believe a signed result: as long as a
// payer takes from the press of the button to the shop, with time to spare.
const PaidResultLife = 10 * time.Minute

// PaidResult is what a payer who has paid brings to the shop, signed, where
// the shop asked for it (docs/signed-result.md). It says no more than the
// session's read answer would.
type PaidResult struct {
	Merchant           MerchantID
	Session            SessionID
	AuthorizationToken string
	OrderID            string
	Amount             int64 // minor units
	Currency           string
	// Nonce is the same in every result of one session, so that a shop which
	// keeps those it has seen books once.
	Nonce     string
	IssuedAt  time.Time // UTC
	ExpiresAt time.Time
}

// paidResult is the result of a completed session as of a moment.
func (l Links) paidResult(s Session, now time.Time) PaidResult {
	return PaidResult{
		Merchant: s.Merchant, Session: s.ID,
		AuthorizationToken: s.Result.AuthorizationToken, OrderID: s.Result.OrderID,
		Amount: s.Purchase.Amount, Currency: s.Purchase.Currency,
		Nonce:    base64.RawURLEncoding.EncodeToString(l.mac("result", string(s.ID), string(s.Seed))[:tokenSize]),
		IssuedAt: now, ExpiresAt: now.Add(PaidResultLife),
	}
}

// addResult puts the signed result into the address that leads to the shop.
// Without one the payer is led on all the same: the shop asks then.
func (s *SessionService) addResult(ctx context.Context, view PageView) PageView {
	if view.State != PageCompleted || !view.Session.wantsResult() {
		return view
	}
	result, err := s.SignResult(ctx, s.Links.paidResult(view.Session, view.Now))
	if err != nil {
		s.Log.ErrorContext(ctx, "result not signed", "session_id", view.Session.ID, "error", err)
		return view
	}
	view.RedirectURL = view.Session.expandWithResult(view.Session.URLs.Success, result)
	return view
}
