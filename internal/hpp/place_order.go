package hpp

import (
	"context"
	"errors"
)

// placeOrder turns the attempt's authorization into an order and, where the
// mode says so, captures it. Every call carries a key, so doing it again after a
// crash gives the same order.
func (s *SessionService) placeOrder(ctx context.Context, session Session, provider Provider) (Session, error) {
	token, err := s.attemptToken(session)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	order, err := provider.PlaceOrder(ctx, session.Merchant, session.Payment, token, session.Attempt.OrderBody)
	if refusal, refused := errors.AsType[*Refusal](err); refused && session.placesHere() {
		return s.settlePlacing(ctx, session, refusal)
	}
	if err != nil {
		return s.settleRefusal(ctx, session, err)
	}
	result := Result{OrderID: order.ID, Reference: order.Reference}
	detail := ""
	if session.Options.PlaceOrderMode == CaptureOrder {
		err := provider.Capture(ctx, session.Merchant, session.Payment, order.ID, session.Purchase.Amount, session.Attempt.ID)
		refusal, definite := errors.AsType[*Refusal](err)
		switch {
		case err != nil && !definite:
			return session, unknownOutcomeError{err}
		case definite:
			// The order stands: completed, with the failure on the event log
			// (docs/spec/decisions.md §3).
			s.Log.ErrorContext(ctx, "capture refused", "session_id", session.ID, "order_id", order.ID, "code", refusal.Code, "message", refusal.Message)
			result.CaptureFailed, detail = true, "capture refused: "+refusal.Code
		}
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropNext()
		c.session.Attempt = nil
		c.session.Result = result
		return c.apply(Complete, detail)
	}))
}

// Reconcile finishes an attempt whose process died or whose provider was
// silent: it asks again with the attempt's own key. An error means that the
// outcome is still unknown.
func (s *SessionService) Reconcile(ctx context.Context, id SessionID) error {
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return ignoreNotFound(err)
	}
	if !session.Busy() || session.Status.Final() {
		return nil
	}
	if wait := session.Attempt.StartedAt.Add(reconcileAfter).Sub(s.now()); wait > 0 {
		return ErrRetryLater{Wait: wait}
	}
	return s.finishAttempt(ctx, session)
}

// finishAttempt asks the provider again what became of a session's attempt, with
// the attempt's own key, and goes on from there. An error means that the outcome
// is still unknown.
func (s *SessionService) finishAttempt(ctx context.Context, session Session) error {
	provider, err := s.provider(session)
	if err != nil {
		return err
	}
	switch {
	case session.placesHere():
		_, err = s.placeAttempt(ctx, session)
		if errors.Is(err, ErrChanged) {
			return nil // the page shows the purchase as it is now
		}
	case session.Attempt.Step == StepPlacing:
		_, err = s.placeOrder(ctx, session, provider)
	default:
		_, err = s.askProvider(ctx, session, "")
	}
	if _, correctable := errors.AsType[*FormError](err); correctable {
		return nil // the payer will be asked to correct the details
	}
	return err
}
