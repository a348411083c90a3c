package order

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// State is where an order of the merchant stands now.
func (s *Service) State(ctx context.Context, merchant hpp.MerchantID, orderID string) (FraudStatus, OrderStatus, error) {
	o, err := s.Store.Order(ctx, merchant, orderID)
	if err != nil {
		return "", "", endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	return o.Fraud, o.Status(s.now()), nil
}

// Settle ends a fraud check that is under way, before its time. An order that is
// not PENDING, or is cancelled, is a NOT_ALLOWED.
func (s *Service) Settle(ctx context.Context, merchant hpp.MerchantID, orderID string, verdict FraudStatus) error {
	return s.alter(ctx, merchant, orderID, func(o *Order) error {
		if o.Fraud != FraudPending || o.Cancelled {
			return notAllowed("The order has no fraud check under way")
		}
		o.decide(verdict, s.now())
		return nil
	})
}

// Lapse ends the time in which an order can be captured. One that is cancelled,
// captured in full or over already is a NOT_ALLOWED.
func (s *Service) Lapse(ctx context.Context, merchant hpp.MerchantID, orderID string) error {
	return s.alter(ctx, merchant, orderID, func(o *Order) error {
		now := s.now()
		if status := o.Status(now); !now.Before(o.ExpiresAt) || status == Cancelled || status == Captured {
			return notAllowed("The order cannot end now: it is " + string(o.Status(now)))
		}
		o.ExpiresAt = now
		return nil
	})
}

// alter is change for the provider itself: no answer of it is kept.
func (s *Service) alter(ctx context.Context, merchant hpp.MerchantID, orderID string, change func(*Order) error) error {
	var jobs []endpoint.Job
	_, err := s.Store.UpdateOrder(ctx, merchant, orderID, endpoint.IdempotencyKey{At: s.now()}, func(o *Order) (endpoint.Answer, error) {
		err := change(o)
		jobs = o.Jobs
		return done, err
	})
	if err != nil {
		return endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return nil
}
