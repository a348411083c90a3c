package hpp

import (
	"context"
	"errors"
	"time"
)

// Follow carries a payment session's completion, cancellation or end over to
// every session on it (hpp.md §9.1 "Linking").
func (s *Service) Follow(ctx context.Context, ref PaymentRef) error {
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
func (s *Service) followNow(ctx context.Context, ref PaymentRef) error {
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

func (s *Service) applyPaymentState(ctx context.Context, id SessionID, state PaymentState, order Result) error {
	_, err := s.update(ctx, id, func(d *sessionChange) error {
		if d.session.Status.Final() || d.session.Expired || d.session.Busy() {
			return nil
		}
		switch state {
		case PaymentOpen:
			return nil
		case PaymentComplete:
			d.session.Attempt = nil
			d.session.Result = order
			d.session.Result.CompletedElsewhere = true
			return d.apply(Complete, "completed elsewhere")
		case PaymentCancelled:
			d.session.Attempt = nil
			return d.apply(Cancel, "payment session cancelled")
		}
		d.session.Attempt = nil
		d.session.Expired = true
		return nil
	})
	return err
}
