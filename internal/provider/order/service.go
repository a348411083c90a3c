package order

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Store keeps orders. Every method is one transaction, durable when it returns
// nil. A change function may run more than once and not at all when the key of
// once has an answer already, which is then returned; with another fingerprint
// the method answers endpoint.ErrKeyReused. When the function fails, nothing is
// saved and its error is returned. Rows of another merchant are
// endpoint.ErrNotFound like rows that never were.
type Store interface {
	Order(ctx context.Context, merchant hpp.MerchantID, id string) (Order, error)
	// ListOrders lists a merchant's orders with their captures and refunds, the
	// newest first.
	ListOrders(ctx context.Context, merchant hpp.MerchantID, page Page) ([]Order, error)
	// UpdateOrder saves the order with the captures, refunds and jobs that
	// change appended, and the captures it marked as changed.
	UpdateOrder(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey,
		change func(*Order) (endpoint.Answer, error)) (endpoint.Answer, error)
	// AdvanceOrder is UpdateOrder for the provider itself, which knows the
	// order by its id alone.
	AdvanceOrder(ctx context.Context, id string, change func(*Order) error) error
}

// Service is the use cases of Order Management, one file each. All fields are
// required.
type Service struct {
	Store Store
	// Acquirer decides about money.
	Acquirer acquirer.Acquirer
	APIURL   string // base of addresses for merchants' servers, without a trailing slash
	Now      func() time.Time
	NewID    func() string   // unguessable
	Wake     func(...string) // tells the job runner that jobs of these kinds are due
}

// now is UTC in the precision that is stored and shown.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// change runs one operation on an order. tail ends the message for an order
// that the merchant does not have (docs/spec/provider.md C.5).
func (s *Service) change(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey, tail string,
	act func(*Order, time.Time) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	now := s.now()
	var jobs []endpoint.Job
	answer, err := s.Store.UpdateOrder(ctx, merchant, id, key, func(o *Order) (endpoint.Answer, error) {
		answer, err := act(o, now)
		jobs = o.Jobs
		return answer, err
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, noOrder(id, tail))
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return answer, nil
}

// created answers for something new of an order: its id in a header of its own,
// its address, and no body.
func (s *Service) created(orderID, list, id, header string) endpoint.Answer {
	return endpoint.Answer{Status: http.StatusCreated, Header: map[string]string{
		header:     id,
		"Location": s.APIURL + "/ordermanagement/v1/orders/" + url.PathEscape(orderID) + "/" + list + "/" + url.PathEscape(id),
	}}
}

// done answers for a change that leaves nothing to tell.
var done = endpoint.Answer{Status: http.StatusNoContent}

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
