package hpp

import (
	"context"
	"errors"
	"slices"
)

// errStale means that the attempt was settled, or the session closed, by
// another request meanwhile.
var errStale = errors.New("attempt is settled")

// updateAttempt changes the session only while the attempt that began is still
// the one under way in the same step: late answers change nothing.
func (s *SessionService) updateAttempt(ctx context.Context, began Session, change func(*sessionChange) error) (Session, error) {
	return s.update(ctx, began.ID, func(c *sessionChange) error {
		now := c.session.Attempt
		if c.session.Status.Final() || now == nil || now.ID != began.Attempt.ID || now.Step != began.Attempt.Step {
			return errStale
		}
		return change(c)
	})
}

// settle commits a provider's verdict and answers the session as it now stands.
func (s *SessionService) settle(ctx context.Context, session Session, provider Provider, verdict Verdict) (Session, error) {
	switch verdict.Kind {
	case Approved:
		return s.settleApproval(ctx, session, provider, verdict)
	case Challenged:
		return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
			return c.challenge(verdict)
		}))
	case Declined:
		return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error { return c.decline(verdict) }))
	case Incorrect:
		return s.settleIncorrect(ctx, session, verdict)
	}
	return session, unknownOutcomeError{errors.New("provider gave an unknown verdict: " + string(verdict.Kind))}
}

// settleIncorrect ends the attempt and has the payer correct the form.
func (s *SessionService) settleIncorrect(ctx context.Context, session Session, verdict Verdict) (Session, error) {
	session, err := ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.session.Attempt = nil
		return nil
	}))
	if err != nil {
		return session, err
	}
	return session, &FormError{Fields: verdict.Fields, MerchantMessage: verdict.MerchantMessage, MerchantRedirect: verdict.MerchantRedirect}
}

// ignoreStale reads a stale attempt as done: the page shows what won.
func ignoreStale(session Session, err error) (Session, error) {
	if errors.Is(err, errStale) {
		return session, nil
	}
	return session, err
}

// challenge waits for a code, or for another one. Too many wrong ones count
// as a decline.
func (c *sessionChange) challenge(verdict Verdict) error {
	waiting := *c.session.Attempt
	waiting.Step, waiting.WrongCode, waiting.CodeTo = StepChallenge, verdict.WrongCode, verdict.CodeTo
	c.session.Attempt = &waiting
	if !verdict.WrongCode {
		return nil
	}
	if c.countFailure(&c.session.WrongCodes, FailureWrongCode); c.session.Locked() {
		return c.decline(Verdict{Kind: Declined, Reason: reasonTooManyCodes})
	}
	return nil
}

// reasonTooManyCodes is our word for a decline after too many wrong codes.
const reasonTooManyCodes = "too_many_codes"

// decline ends the attempt. With payment_fallback the other categories are
// opened once before the session counts as failed (docs/spec/hpp.md §6).
func (c *sessionChange) decline(verdict Verdict) error {
	c.countFailure(&c.session.Declines, FailureDeclined)
	category := c.session.Attempt.Category
	c.session.Attempt = nil
	c.session.Result.Reason = verdict.Reason
	c.session.Refused = withCategory(c.session.Refused, category)
	if verdict.Withdrawn {
		c.session.Withdrawn = withCategory(c.session.Withdrawn, category)
	}
	if !c.session.Locked() && c.session.Options.Fallback && len(c.session.Options.Categories) > 0 && !c.session.FellBack {
		c.session.FellBack = true
		return nil
	}
	return c.apply(Decline, verdict.Reason)
}

func withCategory(set []Category, c Category) []Category {
	if slices.Contains(set, c) {
		return set
	}
	return append(slices.Clone(set), c)
}

// settleApproval completes the session, or goes on to place the order
// (docs/spec/hpp.md §5). A Checkout order places itself. A session closed meanwhile gives
// the authorization back.
func (s *SessionService) settleApproval(ctx context.Context, session Session, provider Provider, verdict Verdict) (Session, error) {
	token := verdict.Token
	places := session.Options.PlaceOrderMode != PlaceNone && session.Payment.Kind == KindPayments
	next, err := s.updateAttempt(ctx, session, func(c *sessionChange) error {
		if !places {
			c.session.Attempt = nil
			c.session.Result = Result{AuthorizationToken: token, OrderID: verdict.Order.ID, Reference: verdict.Order.Reference}
			return c.apply(Complete, "")
		}
		placing := *c.session.Attempt
		placing.Step, placing.Token = StepPlacing, token
		c.session.Attempt = &placing
		c.scheduleReconcile()
		return nil
	})
	switch {
	case errors.Is(err, errStale):
		s.releaseUnused(ctx, next, session, provider, token)
		return next, nil
	case err != nil:
		return next, err
	case places:
		return s.placeOrder(ctx, next, provider)
	}
	return next, nil
}

// releaseUnused gives an authorization back unless there is none or the session
// now lives on it: the same answer may arrive twice.
func (s *SessionService) releaseUnused(ctx context.Context, now, began Session, provider Provider, token string) {
	inUse := token == "" || now.Result.AuthorizationToken == token || now.Result.OrderID != "" ||
		(now.Attempt != nil && now.Attempt.ID == began.Attempt.ID)
	if inUse {
		return
	}
	if err := provider.Release(ctx, now.Merchant, now.Payment, token); err != nil {
		// It lapses by itself within the hour.
		s.Log.WarnContext(ctx, "authorization not released", "session_id", now.ID, "error", err)
	}
}

// settleRefusal commits a definite no to an attempt; anything else stays
// unknown.
func (s *SessionService) settleRefusal(ctx context.Context, session Session, err error) (Session, error) {
	refusal, definite := errors.AsType[*Refusal](err)
	if !definite {
		return session, unknownOutcomeError{err}
	}
	if refusal.correctable() && session.Attempt.Step == StepAuthorizing {
		return s.settleIncorrect(ctx, session, Verdict{Kind: Incorrect, Fields: refusal.Fields})
	}
	s.Log.WarnContext(ctx, "provider refused", "session_id", session.ID, "code", refusal.Code, "message", refusal.Message)
	elsewhere := refusal.Code == codeSessionCompleted
	next, err := ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.session.Attempt = nil
		if elsewhere {
			return nil
		}
		c.session.Result = Result{Reason: refusal.Code}
		return c.apply(Fail, refusal.Code)
	}))
	if err != nil || !elsewhere {
		return next, err
	}
	if err := s.followNow(ctx, session.Payment); err != nil {
		return next, err
	}
	return s.Store.Find(ctx, session.ID)
}

// codeSessionCompleted is the provider's word for a payment session that has
// its order already (docs/spec/provider.md A.9).
const codeSessionCompleted = "SESSION_COMPLETED"
