package upstream

import (
	"context"
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Store keeps accounts. Every method is one transaction.
type Store interface {
	// PutAccount stores an account, or replaces the one with its label. ErrNoMerchant
	// when there is no such merchant, ErrTooMany when it is new and the merchant has
	// most others at the upstream.
	PutAccount(ctx context.Context, a Account, most int64) error
	// AccountsAt lists a merchant's accounts at an upstream, by label.
	AccountsAt(ctx context.Context, merchant hpp.MerchantID, upstream string) ([]Account, error)
	// ListAccounts lists the accounts of a merchant, or of all for the empty id, by
	// merchant, upstream and label.
	ListAccounts(ctx context.Context, merchant hpp.MerchantID) ([]Account, error)
	// RemoveAccount forgets an account; ErrNoAccount when it is not there.
	RemoveAccount(ctx context.Context, merchant hpp.MerchantID, upstream, label string) error
	// Reseal replaces what is sealed of each account, if it is still sealed as was
	// says, all at once. It answers how many were replaced.
	Reseal(ctx context.Context, changed []Resealed) (int64, error)
}

// Resealed is an account whose password was sealed anew.
type Resealed struct {
	Account
	Was []byte // Sealed before
}

// Errors that people read.
var (
	ErrNoMerchant = errors.New("no merchant has this id; openhpp merchant list shows them all")
	ErrNoAccount  = errors.New("this merchant has no such account; openhpp merchant upstream list shows those it has")
	ErrTooMany    = errors.New("this merchant has three accounts at this upstream already, each with its label: replace or remove one")
)
