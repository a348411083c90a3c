package payment

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Lifetimes (docs/spec/provider.md A.2).
const (
	sessionLife       = 48 * time.Hour
	authorizationLife = 60 * time.Minute
)

// Session is a purchase waiting for a payer. Times are UTC, whole milliseconds.
type Session struct {
	ID          string            `json:"id"`
	Merchant    hpp.MerchantID    `json:"merchant"`
	Purchase    purchase.Purchase `json:"purchase"`
	ClientToken string            `json:"client_token"`
	// Authorization is the newest one a payer granted; a newer one replaces it.
	Authorization *Authorization `json:"authorization,omitempty"`
	// Placed is set once, when the session becomes an order.
	Placed *Placed `json:"placed,omitempty"`
	// Tokenized is set once, when the authorization becomes a customer token.
	Tokenized *Placed `json:"tokenized,omitempty"`
	// Cancelled says that the purchase was called off before it was paid.
	Cancelled bool           `json:"cancelled,omitempty"`
	Jobs      []endpoint.Job `json:"-"` // what this change leaves to do
	Version   int64          `json:"-"` // counts saves; the store compares it
	CreatedAt time.Time      `json:"created_at"`
	ExpiresAt time.Time      `json:"expires_at"`
}

// Authorization is a payer's consent to one purchase.
type Authorization struct {
	Token     string `json:"token"`
	Category  string `json:"category"`
	Cancelled bool   `json:"cancelled"`
	// Agreed is the purchase as the payer saw it, with the payer's own data.
	Agreed purchase.Purchase `json:"agreed"`
	// Given is the billing address as the merchant had given it; nil in rows
	// of versions that did not keep it.
	Given *purchase.Address `json:"given,omitempty"`
	// Reference is the acquirer's name of the authorization; empty in rows of
	// versions that did not ask one.
	Reference string        `json:"reference,omitempty"`
	Review    *order.Review `json:"review,omitempty"`
	GrantedAt time.Time     `json:"granted_at"`
	ExpiresAt time.Time     `json:"expires_at"`
}

// Placed remembers a call that made an order or a token, so that its repeat
// answers alike.
type Placed struct {
	OrderID     string          `json:"order_id,omitempty"`
	Fingerprint []byte          `json:"fingerprint,omitempty"`
	Answer      endpoint.Answer `json:"answer"`
}

// given is the billing address that the merchant knew when the payer agreed.
func (s Session) given() purchase.Address {
	if a := s.Authorization; a != nil && a.Given != nil {
		return *a.Given
	}
	return s.Purchase.BillingAddress
}

// Over reports whether the session's 48 hours have passed.
func (s Session) Over(now time.Time) bool { return !now.Before(s.ExpiresAt) }

// Complete reports whether the session became what it was made for: an order,
// or a token alone.
func (s Session) Complete() bool { return s.Placed != nil || s.tokenOnly() && s.Tokenized != nil }

// tokenOnly reports whether the session is for a token and no order.
func (s Session) tokenOnly() bool { return s.Purchase.Intent == intentTokenize }

// Token is the session's usable authorization, "" without one.
func (s Session) Token(now time.Time) string {
	if a := s.Authorization; !s.Complete() && !s.Cancelled && a != nil && a.live(now) {
		return a.Token
	}
	return ""
}

func (a Authorization) live(now time.Time) bool { return !a.Cancelled && now.Before(a.ExpiresAt) }
