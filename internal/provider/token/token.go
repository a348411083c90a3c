package token

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/wire/payments"
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
	Billing     payments.Address  `json:"billing"`
	Customer    payments.Customer `json:"customer"`
	// Failing is a method that nothing can be charged to, as the test data asked.
	Failing   bool      `json:"failing,omitempty"`
	Version   int64     `json:"-"` // counts saves; the store compares it
	CreatedAt time.Time `json:"created_at"`
}

// The tags in a payer's e-mail address that trouble a token: ours, since none
// are published.
const (
	suspendedTag = "token_suspended"
	failedTag    = "token_failed"
)

// end cancels the consent. What was known of the payer goes with it: a token
// that nobody can charge needs no name and no address.
func (t *Token) end() {
	t.Status = Cancelled
	t.Description, t.Billing, t.Customer = "", payments.Address{}, payments.Customer{}
}

// Begin sets a new token's status by the test data.
func (t *Token) Begin() {
	t.Status = Active
	if payer.Tagged(t.Billing.Email, suspendedTag) {
		t.Status = Suspended
	}
	t.Failing = payer.Tagged(t.Billing.Email, failedTag)
}
