package acquirer

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Immediate is an acquirer that answers from the question alone, in this
// process and always alike. It is asked inside the transaction that records its
// answer, so no answer of it is lost and none needs an intent.
type Immediate interface {
	Acquirer
	// Immediate marks the capability.
	Immediate()
}

// IsImmediate reports whether an acquirer is asked inside the transaction.
func IsImmediate(a Acquirer) bool {
	_, ok := a.(Immediate)
	return ok
}

// Reviewer is an acquirer whose approvals may still be under review.
type Reviewer interface {
	// Review answers how the fraud check of an authorization ended.
	Review(ctx context.Context, reference string) (Outcome, error)
}

// Raiser is an acquirer that lets an authorization grow.
type Raiser interface {
	// Raise asks for a higher total. It moves no money.
	Raise(ctx context.Context, r Raise) (Outcome, error)
}

// Raise is a higher total of an authorization; Movement.Amount is the new one.
type Raise struct {
	Movement
	Country string // of the purchase, ISO 3166-1 alpha-2, upper case
	Payer   hpp.Payer
}

// TokenKeeper is an acquirer that can charge a payer again who is not there. It
// is asked inside the transaction that makes the token.
type TokenKeeper interface {
	Immediate
	// Keep makes a new customer token chargeable.
	Keep(ctx context.Context, c Consent) (Kept, error)
	// Instrument answers what a customer token is charged to, as it is shown.
	Instrument(ctx context.Context, category string) (Instrument, error)
}

// Consent is what a payer agreed to be charged for.
type Consent struct {
	Key   string // of the customer token
	Payer hpp.Payer
}

// Kept is a new customer token at the acquirer.
type Kept struct {
	Suspended bool // it cannot be charged for now
	Failing   bool // charges to it fail
}

// Instrument is what money is taken from; each is empty where it is another.
type Instrument struct {
	Card  Card
	Debit Debit
}

// Card is a payment card as receipts show it.
type Card struct{ Brand, ExpiryDate, MaskedNumber string }

// Debit is a bank account as receipts show it.
type Debit struct{ MaskedNumber string }
