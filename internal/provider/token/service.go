package token

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
)

// Store keeps tokens under the rules of order.Store.
type Store interface {
	Token(ctx context.Context, merchant hpp.MerchantID, id string) (Token, error)
	// UpdateToken saves a token with the order that change places, if any.
	UpdateToken(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey,
		change func(*Token) (*order.Order, endpoint.Answer, error)) (endpoint.Answer, error)
}

// Service is the use cases of the Customer Token API, one file each. All
// fields are required.
type Service struct {
	// Callable judges where merchants' servers may be called; nil: anywhere.
	Callable jsonfields.Callable
	Store    Store
	// Acquirer decides about money.
	Acquirer acquirer.Acquirer
	// RedirectURL sends a browser on to an order's confirmation address; empty
	// when it has none.
	RedirectURL func(order.Order) string
	Now         func() time.Time
	NewID       func() string   // unguessable
	Wake        func(...string) // tells the job runner that jobs of these kinds are due
}

// now is UTC in the precision that is stored and shown.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
