package playground

import (
	"context"

	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// The tags in a payer's e-mail address that trouble a customer token: ours,
// since none are published.
const (
	suspendedTag = "token_suspended"
	failedTag    = "token_failed"
)

// instruments are the published test card and account, by the category they
// stand for (docs/spec/provider.md E.2).
var instruments = map[string]acquirer.Instrument{
	"pay_now":      {Card: acquirer.Card{Brand: "VISA", ExpiryDate: "12/28", MaskedNumber: "411111******1111"}},
	"direct_debit": {Debit: acquirer.Debit{MaskedNumber: "DE11************0131"}},
}

// Keep implements acquirer.TokenKeeper.
func (Acquirer) Keep(_ context.Context, c acquirer.Consent) (acquirer.Kept, error) {
	return acquirer.Kept{Suspended: Tagged(c.Payer.Email, suspendedTag), Failing: Tagged(c.Payer.Email, failedTag)}, nil
}

// Instrument implements acquirer.TokenKeeper.
func (Acquirer) Instrument(_ context.Context, category string) (acquirer.Instrument, error) {
	return instruments[category], nil
}
