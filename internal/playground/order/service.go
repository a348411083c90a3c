package order

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
)

// Store keeps orders. Every method is one transaction, durable when it returns
// nil. A change function may run more than once and not at all when the key of
// once has an answer already, which is then returned; with another fingerprint
// the method answers exchange.ErrKeyReused. When the function fails, nothing is
// saved and its error is returned. Rows of another merchant are
// exchange.ErrUnknown like rows that never were.
type Store interface {
	Order(ctx context.Context, merchant hpp.MerchantID, id string) (Order, error)
	// UpdateOrder saves the order with the captures and jobs that change
	// appended.
	UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, once exchange.Once,
		change func(*Order) (exchange.Answer, error)) (exchange.Answer, error)
}

// Service is the use cases of Order Management, one file each. All fields are
// required.
type Service struct {
	Store  Store
	APIURL string // base of addresses for merchants' servers, without a trailing slash
	Now    func() time.Time
	NewID  func() string // unguessable
	Wake   func()        // tells the job runner that something is due
}

// now is UTC in the precision that is stored and shown.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// NewReference makes a klarna_reference. It avoids 0, 1, I and O, which people
// mistake when reading aloud.
func NewReference() string {
	const signs, size = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8
	var random [size]byte
	_, _ = rand.Read(random[:]) // never fails: it ends the process first
	for i, b := range random {
		random[i] = signs[int(b)%len(signs)] // 32 signs: no bias
	}
	return string(random[:])
}
