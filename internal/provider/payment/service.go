package payment

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/token"
)

// Store keeps sessions and attempts under the rules of order.Store.
type Store interface {
	InsertSession(ctx context.Context, s Session, answer endpoint.Answer, key endpoint.IdempotencyKey) (endpoint.Answer, error)
	Session(ctx context.Context, merchant hpp.MerchantID, id string) (Session, error)
	// SessionSince is Session for a caller who knows it in a version: when it
	// still has that one, changed is false and the session empty. Versions begin
	// at 1.
	SessionSince(ctx context.Context, merchant hpp.MerchantID, id string, version int64) (s Session, changed bool, err error)
	UpdateSession(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey,
		change func(*Session) (endpoint.Answer, error)) (endpoint.Answer, error)
	// Attempt saves a session and the attempt of this key at it; a key that is
	// new has an Attempt without a State.
	Attempt(ctx context.Context, merchant hpp.MerchantID, sessionID, key string,
		change func(*Session, *payer.Attempt) error) (payer.Attempt, error)
	// UpdateAuthorized finds the session by its newest token and saves it with
	// the order that change places, if any. A second order of one session is
	// ErrCompleted.
	UpdateAuthorized(ctx context.Context, merchant hpp.MerchantID, token string, key endpoint.IdempotencyKey,
		change func(*Session) (*order.Order, endpoint.Answer, error)) (endpoint.Answer, error)
	// Tokenize finds the session by its newest token and saves it with the
	// customer token that change makes, if any.
	Tokenize(ctx context.Context, merchant hpp.MerchantID, authorization string, key endpoint.IdempotencyKey,
		change func(*Session) (*token.Token, endpoint.Answer, error)) (endpoint.Answer, error)
	// OrderOf answers the order of a session for a browser, which is nobody's
	// merchant; its caller must know that the browser may ask.
	OrderOf(ctx context.Context, sessionID string) (order.Order, error)
	// SessionOf does the same for a session that became a customer token.
	SessionOf(ctx context.Context, id string) (Session, error)
}

// Service is the use cases of the Payments API, one file each. All fields are
// required.
type Service struct {
	// Callable judges where merchants' servers may be called; nil: anywhere.
	Callable jsonfields.Callable
	Store    Store
	// Acquirer decides about money.
	Acquirer acquirer.Acquirer
	// Secret signs client tokens and the addresses browsers are sent to.
	Secret []byte
	// PublicURL is the base of addresses for browsers, without a trailing slash.
	PublicURL string
	// Environment is what browser scripts read of the server: playground or
	// production.
	Environment string
	Now         func() time.Time
	NewID       func() string   // unguessable
	Wake        func(...string) // tells the job runner that jobs of these kinds are due

	pages keptPages
}

// now is UTC in the precision that is stored and shown.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
