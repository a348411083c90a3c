package hpp

import (
	"context"
	"errors"
	"slices"
)

// errStale means that the attempt was settled, or the session closed, by
// somebody else meanwhile.
var errStale = errors.New("attempt is settled")

// updateAttempt changes the session only while the attempt that began is still the
// one under way in the same step: late answers change nothing.
func (s *Service) updateAttempt(ctx context.Context, began Session, change func(*sessionChange) error) (Session, error) {
	return s.update(ctx, began.ID, func(d *sessionChange) error {
		now := d.session.Attempt
		if d.session.Status.Final() || now == nil || now.ID != began.Attempt.ID || now.Step != began.Attempt.Step {
			return errStale
		}
		return change(d)
	})
}

// settle commits a provider's verdict.
func (s *Service) settle(ctx context.Context, session Session, provider Provider, verdict Verdict) error {
	switch verdict.Kind {
	case Approved:
		return s.settleApproval(ctx, session, provider, verdict)
	case Challenged:
		return s.ignoreStale(s.updateAttempt(ctx, session, func(d *sessionChange) error {
			return d.challenge(verdict.WrongCode)
		}))
	case Declined:
		return s.ignoreStale(s.updateAttempt(ctx, session, func(d *sessionChange) error { return d.decline(verdict) }))
	case Incorrect:
		return s.settleIncorrect(ctx, session, verdict)
	}
	return unknownOutcomeError{errors.New("provider gave an unknown verdict: " + string(verdict.Kind))}
}

// settleIncorrect ends the attempt and has the payer correct the form.
func (s *Service) settleIncorrect(ctx context.Context, session Session, verdict Verdict) error {
	if err := s.ignoreStale(s.updateAttempt(ctx, session, func(d *sessionChange) error {
		d.session.Attempt = nil
		return nil
	})); err != nil {
		return err
	}
	return &Error{Code: CodeBadValue, Fields: verdict.Fields, MerchantMessage: verdict.MerchantMessage, MerchantRedirect: verdict.MerchantRedirect, Messages: []string{"Correct the details marked"}}
}

// ignoreStale reads a stale attempt as done: the page shows what won.
func (s *Service) ignoreStale(_ Session, err error) error {
	if errors.Is(err, errStale) {
		return nil
	}
	return err
}

// challenge waits for a code, or for another one. Too many wrong ones count
// as a decline.
func (d *sessionChange) challenge(wrong bool) error {
	waiting := *d.session.Attempt
	waiting.Step, waiting.WrongCode = StepChallenge, wrong
	d.session.Attempt = &waiting
	if !wrong {
		return nil
	}
	if d.countFailure(&d.session.WrongCodes, FailureWrongCode); d.session.Locked() {
		return d.decline(Verdict{Kind: Declined, Reason: reasonTooManyCodes})
	}
	return nil
}

// reasonTooManyCodes is our word for a decline after too many wrong codes.
const reasonTooManyCodes = "too_many_codes"

// decline ends the attempt. With payment_fallback the other categories are
// opened once before the session counts as failed (hpp.md §6).
func (d *sessionChange) decline(verdict Verdict) error {
	d.countFailure(&d.session.Declines, FailureDeclined)
	category := d.session.Attempt.Category
	d.session.Attempt = nil
	d.session.Result.Reason = verdict.Reason
	d.session.Refused = withCategory(d.session.Refused, category)
	if verdict.Withdrawn {
		d.session.Withdrawn = withCategory(d.session.Withdrawn, category)
	}
	if !d.session.Locked() && d.session.Options.Fallback && len(d.session.Options.Categories) > 0 && !d.session.FellBack {
		d.session.FellBack = true
		return nil
	}
	return d.apply(Decline, verdict.Reason)
}

func withCategory(set []Category, c Category) []Category {
	if slices.Contains(set, c) {
		return set
	}
	return append(slices.Clone(set), c)
}

// settleApproval completes the session, or goes on to place the order
// (hpp.md §5). A Checkout order places itself. A session closed meanwhile gives
// the authorization back.
func (s *Service) settleApproval(ctx context.Context, session Session, provider Provider, verdict Verdict) error {
	token := verdict.Token
	places := session.Options.PlaceOrderMode != PlaceNone && session.Payment.Kind == KindPayments
	next, err := s.updateAttempt(ctx, session, func(d *sessionChange) error {
		if !places {
			d.session.Attempt = nil
			d.session.Result = Result{AuthorizationToken: token, OrderID: verdict.Order.ID, Reference: verdict.Order.Reference}
			return d.apply(Complete, "")
		}
		placing := *d.session.Attempt
		placing.Step, placing.Token = StepPlacing, token
		d.session.Attempt = &placing
		d.scheduleReconcile()
		return nil
	})
	switch {
	case errors.Is(err, errStale):
		return s.releaseUnused(ctx, next, session, provider, token)
	case err != nil:
		return err
	case places:
		return s.placeOrder(ctx, next, provider)
	}
	return nil
}

// releaseUnused gives an authorization back unless there is none or the session now
// lives on it: the same answer may arrive twice.
func (s *Service) releaseUnused(ctx context.Context, now, began Session, provider Provider, token string) error {
	inUse := token == "" || now.Result.AuthorizationToken == token || now.Result.OrderID != "" ||
		(now.Attempt != nil && now.Attempt.ID == began.Attempt.ID)
	if inUse {
		return nil
	}
	if err := provider.Release(ctx, now.Merchant, token); err != nil {
		// It lapses by itself within the hour.
		s.Log.WarnContext(ctx, "authorization not released", "session_id", now.ID, "error", err)
	}
	return nil
}

// settleRefusal commits a definite no to an attempt; anything else stays unknown.
func (s *Service) settleRefusal(ctx context.Context, session Session, err error) error {
	refusal, definite := errors.AsType[*Refusal](err)
	if !definite {
		return unknownOutcomeError{err}
	}
	if refusal.correctable() && session.Attempt.Step == StepAuthorizing {
		return s.settleIncorrect(ctx, session, Verdict{Kind: Incorrect, Fields: refusal.Fields})
	}
	s.Log.WarnContext(ctx, "provider refused", "session_id", session.ID, "code", refusal.Code, "message", refusal.Message)
	elsewhere := refusal.Code == codeSessionCompleted
	err = s.ignoreStale(s.updateAttempt(ctx, session, func(d *sessionChange) error {
		d.session.Attempt = nil
		if elsewhere {
			return nil
		}
		d.session.Result = Result{Reason: refusal.Code}
		return d.apply(Fail, refusal.Code)
	}))
	if err != nil || !elsewhere {
		return err
	}
	return s.followNow(ctx, session.Payment)
}

// codeSessionCompleted is the provider's word for a payment session that has
// its order already (provider.md A.9).
const codeSessionCompleted = "SESSION_COMPLETED"
