package token

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Status is where a token stands (docs/spec/provider.md G.6).
type Status string

// The published statuses.
const (
	Active    Status = "active"
	Suspended Status = "suspended"
	Cancelled Status = "cancelled"
)

// Token is a payer's consent to be charged by one merchant.
type Token struct {
	ID          string            `json:"id"`
	Merchant    hpp.MerchantID    `json:"merchant"`
	Status      Status            `json:"status"`
	Category    string            `json:"category"` // of the payment method
	Description string            `json:"description"`
	Country     string            `json:"country"`
	Currency    string            `json:"currency"`
	Locale      string            `json:"locale"`
	Billing     purchase.Address  `json:"billing"`
	Customer    purchase.Customer `json:"customer"`
	// Failing is a method that nothing can be charged to, as the acquirer said.
	Failing   bool      `json:"failing,omitempty"`
	Version   int64     `json:"-"` // counts saves; the store compares it
	CreatedAt time.Time `json:"created_at"`
}

// end cancels the consent. What was known of the payer goes with it: a token
// that nobody can charge needs no name and no address.
func (t *Token) end() {
	t.Status = Cancelled
	t.Description, t.Billing, t.Customer = "", purchase.Address{}, purchase.Customer{}
}

// ErrNotKept is an acquirer that charges nobody who is not there.
var ErrNotKept = endpoint.NewError(endpoint.Forbidden, "INVALID_OPERATION", "The acquirer keeps no customer tokens")

// Begin has the acquirer keep a new token.
func (t *Token) Begin(ctx context.Context, a acquirer.Acquirer) error {
	keeper, ok := a.(acquirer.TokenKeeper)
	if !ok {
		return ErrNotKept
	}
	kept, err := keeper.Keep(ctx, acquirer.Consent{Key: t.ID, Payer: hpp.Payer{Email: t.Billing.Email, Phone: t.Billing.Phone, Country: t.Billing.Country}})
	if err != nil {
		return err
	}
	t.Status, t.Failing = Active, kept.Failing
	if kept.Suspended {
		t.Status = Suspended
	}
	return nil
}
