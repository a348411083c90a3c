package hpp

import (
	"context"
	"errors"
	"time"
)

// Follow carries a payment session's completion, cancellation or end over to
// every session on it (docs/spec/hpp.md §9.1 "Linking").
func (s *SessionService) Follow(ctx context.Context, ref PaymentRef) error {
	ids, err := s.Store.ListByPayment(ctx, ref)
	if err != nil {
		return err
	}
	siblings := make([]Session, 0, len(ids))
	for _, id := range ids {
		session, err := s.Store.Find(ctx, id)
		if err != nil {
			return err
		}
		if session.Busy() {
			// It may be the very one that completed the payment.
			return ErrRetryLater{Wait: time.Second}
		}
		siblings = append(siblings, session)
	}
	for _, session := range siblings {
		if session.Status.Final() || session.Expired {
			continue
		}
		payment, err := s.readPayment(ctx, session)
		if err != nil && !IsCode(err, CodeNotFound) {
			return err
		}
		order := findOrder(siblings)
		if payment.Order.ID != "" {
			order = Result{OrderID: payment.Order.ID, Reference: payment.Order.Reference}
		}
		if err := s.applyPaymentState(ctx, session.ID, payment.State, order); err != nil {
			return err
		}
	}
	return nil
}

// followNow is Follow for a payer's request: what is still undecided will be
// followed by the provider's own notice.
func (s *SessionService) followNow(ctx context.Context, ref PaymentRef) error {
	err := s.Follow(ctx, ref)
	if _, undecided := errors.AsType[ErrRetryLater](err); undecided {
		return nil
	}
	return err
}

// findOrder finds the order that one of the sessions placed.
func findOrder(siblings []Session) Result {
	for _, s := range siblings {
		if s.Result.OrderID != "" {
			return Result{OrderID: s.Result.OrderID, Reference: s.Result.Reference}
		}
	}
	return Result{}
}

func (s *SessionService) applyPaymentState(ctx context.Context, id SessionID, state PaymentState, order Result) error {
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		if c.session.Status.Final() || c.session.Expired || c.session.Busy() {
			return nil
		}
		switch state {
		case PaymentOpen:
			return nil
		case PaymentComplete:
			placedHere := c.session.Payment.Kind == KindCheckout && c.session.withPayer()
			c.session.Attempt = nil
			c.session.Result = order
			if placedHere {
				return c.apply(Complete, "")
			}
			c.session.Result.CompletedElsewhere = true
			return c.apply(Complete, "completed elsewhere")
		case PaymentCancelled:
			c.session.Attempt = nil
			return c.apply(Cancel, "payment session cancelled")
		}
		c.session.Attempt = nil
		c.session.Expired = true
		return nil
	})
	return err
}
