package order

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
)

// DecideKind is the kind of the job that ends a fraud check, and later what a
// rejection leaves. Its subject is the order's id.
const DecideKind = "playground_order"

// decideJob asks for the order to be looked at when something is due.
func (o *Order) decideJob(what string, due time.Time) {
	o.Jobs = append(o.Jobs, endpoint.Job{Kind: DecideKind, Subject: o.ID, ID: what + " " + o.ID, Due: due, Payload: []byte{}})
}

// Decide does what is due on an order (docs/spec/provider.md C.8): the verdict of its
// fraud check, told to the merchant in the same transaction, and four hours
// after a rejection the end of an order nobody captured. Doing it again
// changes nothing.
func (s *Service) Decide(ctx context.Context, orderID string) error {
	now := s.now()
	err := s.Store.AdvanceOrder(ctx, orderID, func(o *Order) error {
		if o.Decision != nil && !now.Before(o.Decision.Due) && !o.Cancelled {
			o.decide(now)
		}
		rejected := o.Fraud == FraudRejected && !o.RejectedAt.IsZero()
		if rejected && len(o.allCaptures()) == 0 && !now.Before(o.RejectedAt.Add(captureRejected)) {
			o.cancel()
		}
		return nil
	})
	if err != nil {
		return endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	s.Wake(merchantcalls.DecisionKind)
	return nil
}

func (o *Order) decide(now time.Time) {
	o.Fraud, o.Decision = o.Decision.Verdict, nil
	if o.Fraud == FraudRejected {
		o.RejectedAt = now
		o.decideJob("end", now.Add(captureRejected))
	}
	if address := o.Purchase.MerchantUrls.Notification; address != "" {
		address = merchantcalls.FillPlaceholders(address, "session.id", o.SessionID, "order.id", o.ID, "checkout.order.id", o.ID)
		o.Jobs = append(o.Jobs, merchantcalls.Decision(address, o.ID, o.Fraud == FraudAccepted, now))
	}
}
