package checkout

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Update replaces the members that are sent and judges the whole as a new
// order.
func (s *Service) Update(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), id, key, func(o *Order, _ time.Time) error {
		changed, err := Change(o.Purchase, tree, s.Callable)
		if err != nil {
			return badValue(err)
		}
		if _, told := tree["billing_address"]; told {
			o.Given = nil
		}
		o.Purchase = changed
		return nil
	})
}

// Abort ends an order that was not paid.
func (s *Service) Abort(ctx context.Context, m hpp.Merchant, id string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.abortFor(ctx, m.ID(), id, key)
}

// CallOff is Abort for the provider itself; doing it again changes nothing.
func (s *Service) CallOff(ctx context.Context, merchant hpp.MerchantID, id string) error {
	_, err := s.abortFor(ctx, merchant, id, endpoint.IdempotencyKey{At: s.now()})
	if errors.Is(err, errReadOnly) {
		if o, readErr := s.order(ctx, merchant, id); readErr == nil && o.Status == StatusAborted {
			return nil
		}
	}
	return err
}

func (s *Service) abortFor(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, merchant, id, key, func(o *Order, now time.Time) error {
		o.Status = StatusAborted
		o.Jobs = append(o.Jobs, endpoint.Notice{Checkout: true, ID: o.ID}.Job("abort "+o.ID, now))
		return nil
	})
}

// change runs one of the merchant's operations on an open order.
func (s *Service) change(ctx context.Context, merchant hpp.MerchantID, id string, key endpoint.IdempotencyKey, act func(*Order, time.Time) error) (endpoint.Answer, error) {
	now := s.now()
	answer, err := s.Store.UpdateCheckout(ctx, merchant, id, key, func(o *Order) (endpoint.Answer, error) {
		switch {
		case o.Over(now):
			return endpoint.Answer{}, noOrder(id)
		case !o.Open():
			return endpoint.Answer{}, errReadOnly
		}
		if err := act(o, now); err != nil {
			return endpoint.Answer{}, err
		}
		o.modify(now)
		return s.jsonAnswer(http.StatusOK, *o)
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, noOrder(id))
	}
	s.Wake(endpoint.NoticeKind)
	return answer, nil
}
