package order

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/provider/acquirer"
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

// Decide does what is due on an order (docs/spec/provider.md C.8): the end of its
// fraud check, told to the merchant in the same transaction, and four hours
// after a rejection the end of an order nobody captured. Doing it again
// changes nothing.
func (s *Service) Decide(ctx context.Context, orderID string) error {
	now := s.now()
	var verdict FraudStatus
	var jobs []endpoint.Job
	err := s.Store.AdvanceOrder(ctx, orderID, func(o *Order) (err error) {
		if o.Decision != nil && !now.Before(o.Decision.Due) && !o.Cancelled {
			if verdict, err = s.verdict(ctx, *o); err != nil {
				return err
			}
			o.decide(verdict, now)
		}
		rejected := o.Fraud == FraudRejected && !o.RejectedAt.IsZero()
		if rejected && !o.Cancelled && !o.captured() && o.OfNothing == nil && !now.Before(o.RejectedAt.Add(captureRejected)) {
			err = s.cancel(ctx, o)
		}
		jobs = o.Jobs
		return err
	})
	if err != nil {
		return endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return nil
}

// verdict is how a fraud check ended. It may be asked for inside the
// transaction: the question moves nothing, and a job asks it.
func (s *Service) verdict(ctx context.Context, o Order) (FraudStatus, error) {
	if o.Decision.Verdict != "" {
		return o.Decision.Verdict, nil
	}
	reviewer, ok := s.Acquirer.(acquirer.Reviewer)
	if !ok {
		return "", errNoReviews
	}
	outcome, err := reviewer.Review(ctx, o.AcquirerReference)
	switch {
	case err != nil:
		return "", err
	case outcome.Result == acquirer.Approved:
		return FraudAccepted, nil
	case outcome.Result == acquirer.Declined:
		return FraudRejected, nil
	}
	return "", errUndecided
}

// errNoReviews is an acquirer that left a review open and cannot be asked.
var errNoReviews = errors.New("order: the acquirer does not say how its fraud checks end")

func (o *Order) decide(verdict FraudStatus, now time.Time) {
	o.Fraud, o.Decision = verdict, nil
	if o.Fraud == FraudRejected {
		o.RejectedAt = now
		o.decideJob("end", now.Add(captureRejected))
	}
	if address := o.Purchase.MerchantUrls.Notification; address != "" {
		address = merchantcalls.FillPlaceholders(address, "session.id", o.SessionID, "order.id", o.ID, "checkout.order.id", o.ID)
		o.Jobs = append(o.Jobs, merchantcalls.Decision(address, o.ID, o.Fraud == FraudAccepted, now))
	}
}
