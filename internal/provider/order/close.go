package order

import (
	"context"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/release"
)

// Acknowledge ends the pushes of an order.
func (s *Service) Acknowledge(ctx context.Context, m hpp.Merchant, orderID string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), orderID, key, ". Acknowledgement not possible.", func(o *Order, _ time.Time) (endpoint.Answer, error) {
		o.Acknowledged = true
		return done, nil
	})
}

// Acknowledged reports whether the merchant knows of the order; one that is
// gone needs no push either.
func (s *Service) Acknowledged(ctx context.Context, merchant hpp.MerchantID, orderID string) (bool, error) {
	o, err := s.Store.Order(ctx, merchant, orderID)
	if err != nil {
		return false, err
	}
	return o.Acknowledged, nil
}

// Cancel ends an order that nothing was captured of.
func (s *Service) Cancel(ctx context.Context, m hpp.Merchant, orderID string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		switch o.Status(now) {
		case Captured, PartCaptured:
			return endpoint.Answer{}, forbid("CANCEL_NOT_ALLOWED", "Order has previous captures. Cancel not possible")
		case Cancelled:
			return endpoint.Answer{}, forbid("CANCEL_NOT_ALLOWED", "Order is cancelled already. Cancel not possible")
		case Expired:
			return endpoint.Answer{}, forbid("CANCEL_NOT_ALLOWED", "Order is expired. Cancel not possible")
		}
		return done, s.cancel(ctx, o)
	})
}

// cancel ends an order and gives its authorization back.
func (s *Service) cancel(ctx context.Context, o *Order) error {
	o.Cancelled, o.Decision = true, nil
	return s.giveBack(ctx, o, "cancel "+o.ID, o.Remaining())
}

// giveBack releases an amount, in minor units, at the acquirer.
func (s *Service) giveBack(ctx context.Context, o *Order, key string, amount int64) error {
	return release.With(ctx, s.Acquirer, &o.Jobs, o.ID, acquirer.Movement{
		Key: key, Merchant: o.Merchant, Reference: o.AcquirerReference, Currency: o.Purchase.PurchaseCurrency, Amount: amount,
	}, s.now())
}

// Release gives back what has not been captured: the order then counts as
// captured in full (docs/spec/provider.md C.4).
func (s *Service) Release(ctx context.Context, m hpp.Merchant, orderID string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		const tail = " Remaining authorization cannot be released."
		switch o.Status(now) {
		case Captured:
			return endpoint.Answer{}, notAllowed("Order is fully captured." + tail)
		case Cancelled:
			return endpoint.Answer{}, notAllowed("Order is cancelled." + tail)
		case Authorized, Expired:
			return endpoint.Answer{}, notAllowed("Order has no captures." + tail)
		}
		remaining := o.Remaining()
		o.Released += remaining
		return done, s.giveBack(ctx, o, "release "+o.ID+" "+decimal(o.Released), remaining)
	})
}

// maxLife is how long after its creation an order's end may be put off.
const maxLife = 180 * 24 * time.Hour

// financing cannot be put off in the United States (docs/spec/provider.md C.3).
var financing = []string{"FIXED_AMOUNT", "FIXED_SUM_CREDIT"}

// Extend begins the order's period again, as of today.
func (s *Service) Extend(ctx context.Context, m hpp.Merchant, orderID string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		const tail = " Authorization time cannot be extended."
		method, _ := market.MethodOf(o.Category)
		switch status := o.Status(now); {
		case status == Cancelled:
			return endpoint.Answer{}, notAllowed("Order is cancelled." + tail)
		case !now.Before(o.ExpiresAt):
			return endpoint.Answer{}, notAllowed("Order is expired." + tail)
		case status == Captured:
			return endpoint.Answer{}, notAllowed("Order is fully captured." + tail)
		case !now.Before(o.CreatedAt.Add(maxLife)):
			return endpoint.Answer{}, notAllowed("Order is older than 180 days." + tail)
		case method.OrderType == "CARD", o.Purchase.PurchaseCountry == "US" && slices.Contains(financing, method.OrderType):
			return endpoint.Answer{}, notAllowed("The payment method does not allow it." + tail)
		}
		if end := End(now); end.After(o.ExpiresAt) {
			o.ExpiresAt = end
		}
		return done, nil
	})
}
