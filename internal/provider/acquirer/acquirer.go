package acquirer

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Acquirer decides about money. Every question has a key; the same key is the
// same question and is answered as the first time, whatever was asked between.
// An error leaves the outcome unknown, like Unknown does: the question is asked
// again until the answer is definite.
type Acquirer interface {
	// Authorize asks for a payer's authorization or goes on with it.
	Authorize(ctx context.Context, a Authorization) (Verdict, error)
	// Capture takes money of an authorization.
	Capture(ctx context.Context, m Movement) (Outcome, error)
	// Refund gives captured money back.
	Refund(ctx context.Context, m Movement) (Outcome, error)
	// Void gives back what was authorized and will not be captured.
	Void(ctx context.Context, m Movement) (Outcome, error)
}

// Result is how a question was answered.
type Result string

// The results. Challenged and Redirected are answers to authorizations alone.
const (
	Approved   Result = "approved"
	Declined   Result = "declined"
	Challenged Result = "challenged" // the payer must type a one-time code
	Redirected Result = "redirected" // the payer must go to Verdict.URL first
	Unknown    Result = "unknown"    // not decided yet: ask again
)

// Definite reports whether asking again changes nothing.
func (r Result) Definite() bool { return r == Approved || r == Declined }

// Authorization is one attempt of a payer to authorize a purchase.
type Authorization struct {
	Key      string
	Merchant hpp.MerchantID
	Category string // of the payment method, such as pay_later
	Country  string // of the market, ISO 3166-1 alpha-2, upper case
	Currency string // ISO 4217, upper case
	Amount   int64  // minor units
	Payer    hpp.Payer
	// Code is the one-time code that answers a challenge; empty: none was typed.
	Code string
	// Waited is how long ago the attempt began; 0 the first time it is asked for.
	Waited time.Duration
}

// Verdict is the answer to an authorization.
type Verdict struct {
	Result Result
	// Reference names the authorization at the acquirer; set with Approved.
	Reference string
	// Lapsed is set with Approved: the authorization is over already, and no order
	// can be made of it.
	Lapsed    bool
	Reason    string // with Declined, such as under_age
	Withdrawn bool   // with Declined: the category cannot be offered again
	WrongCode bool   // with Challenged: the last code was wrong
	// CodeTo is set with Challenged: where the code went; empty: not told.
	CodeTo hpp.CodeTo
	URL    string // with Redirected: where the payer goes
	// Review is set with Approved while fraud is still weighed.
	Review *Review
}

// Review is a fraud check that ends after the approval.
type Review struct {
	Wait time.Duration // how long after the placing of the order its end is asked for
}

// Movement is money that moves under an authorization.
type Movement struct {
	Key       string
	Merchant  hpp.MerchantID
	Reference string // of the authorization, from its Verdict; empty: it was approved before there were any
	Currency  string // ISO 4217, upper case
	Amount    int64  // minor units
}

// Outcome is the answer to a movement: Approved, Declined or Unknown.
type Outcome struct {
	Result Result
	Reason string // with Declined
}
