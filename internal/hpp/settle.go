package hpp

import (
	"context"
	"errors"
	"slices"
)

// errStale means that the attempt was settled, or the session closed, by
// somebody else meanwhile.
var errStale = errors.New("attempt is settled")

// attempt changes the session only while the attempt that began is still the
// one under way in the same step: late answers change nothing.
func (s *Service) attempt(ctx context.Context, began Session, change func(*draft) error) (Session, error) {
	return s.update(ctx, began.ID, func(d *draft) error {
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
		return s.approved(ctx, session, provider, verdict)
	case Challenged:
		return s.fold(s.attempt(ctx, session, func(d *draft) error {
			return d.challenged(verdict.WrongCode)
		}))
	case Declined:
		return s.fold(s.attempt(ctx, session, func(d *draft) error { return d.declined(verdict) }))
	case Incorrect:
		return s.incorrect(ctx, session, verdict)
	}
	return errUnknown{errors.New("provider gave an unknown verdict: " + string(verdict.Kind))}
}

// incorrect ends the attempt and has the payer correct the form.
func (s *Service) incorrect(ctx context.Context, session Session, verdict Verdict) error {
	if err := s.fold(s.attempt(ctx, session, func(d *draft) error {
		d.session.Attempt = nil
		return nil
	})); err != nil {
		return err
	}
	return &Error{Code: CodeBadValue, Fields: verdict.Fields, Said: verdict.Said, Leave: verdict.Leave, Messages: []string{"Correct the details marked"}}
}

// fold reads a stale attempt as done: the page shows what won.
func (s *Service) fold(_ Session, err error) error {
	if errors.Is(err, errStale) {
		return nil
	}
	return err
}

// challenged waits for a code, or for another one. Too many wrong ones count
// as a decline.
func (d *draft) challenged(wrong bool) error {
	waiting := *d.session.Attempt
	waiting.Step, waiting.WrongCode = StepChallenge, wrong
	d.session.Attempt = &waiting
	if !wrong {
		return nil
	}
	if d.missed(&d.session.WrongCodes, MissWrongCode); d.session.Held() {
		return d.declined(Verdict{Kind: Declined, Reason: reasonCodes})
	}
	return nil
}

// reasonCodes is our word for a decline after too many wrong codes.
const reasonCodes = "too_many_codes"

// declined ends the attempt. With payment_fallback the other categories are
// opened once before the session counts as failed (hpp.md §6).
func (d *draft) declined(verdict Verdict) error {
	d.missed(&d.session.Declines, MissDeclined)
	category := d.session.Attempt.Category
	d.session.Attempt = nil
	d.session.Result.Reason = verdict.Reason
	d.session.Refused = with(d.session.Refused, category)
	if verdict.Withdrawn {
		d.session.Withdrawn = with(d.session.Withdrawn, category)
	}
	if !d.session.Held() && d.session.Options.Fallback && len(d.session.Options.Categories) > 0 && !d.session.FellBack {
		d.session.FellBack = true
		return nil
	}
	return d.move(Decline, verdict.Reason)
}

func with(set []Category, c Category) []Category {
	if slices.Contains(set, c) {
		return set
	}
	return append(slices.Clone(set), c)
}

// approved completes the session, or goes on to place the order
// (hpp.md §5). A Checkout order places itself. A session closed meanwhile gives
// the authorization back.
func (s *Service) approved(ctx context.Context, session Session, provider Provider, verdict Verdict) error {
	token := verdict.Token
	places := session.Options.PlaceOrderMode != PlaceNone && session.Payment.Kind == KindPayments
	next, err := s.attempt(ctx, session, func(d *draft) error {
		if !places {
			d.session.Attempt = nil
			d.session.Result = Result{AuthorizationToken: token, OrderID: verdict.Order.ID, Reference: verdict.Order.Reference}
			return d.move(Complete, "")
		}
		placing := *d.session.Attempt
		placing.Step, placing.Token = StepPlacing, token
		d.session.Attempt = &placing
		d.reconcile()
		return nil
	})
	switch {
	case errors.Is(err, errStale):
		return s.release(ctx, next, session, provider, token)
	case err != nil:
		return err
	case places:
		return s.place(ctx, next, provider)
	}
	return nil
}

// release gives an authorization back unless there is none or the session now
// lives on it: the same answer may arrive twice.
func (s *Service) release(ctx context.Context, now, began Session, provider Provider, token string) error {
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

// refused commits a definite no to an attempt; anything else stays unknown.
func (s *Service) refused(ctx context.Context, session Session, err error) error {
	refusal, definite := errors.AsType[*Refusal](err)
	if !definite {
		return errUnknown{err}
	}
	if refusal.correctable() && session.Attempt.Step == StepAuthorizing {
		return s.incorrect(ctx, session, Verdict{Kind: Incorrect, Fields: refusal.Fields})
	}
	s.Log.WarnContext(ctx, "provider refused", "session_id", session.ID, "code", refusal.Code, "message", refusal.Message)
	elsewhere := refusal.Code == codeSessionCompleted
	err = s.fold(s.attempt(ctx, session, func(d *draft) error {
		d.session.Attempt = nil
		if elsewhere {
			return nil
		}
		d.session.Result = Result{Reason: refusal.Code}
		return d.move(Fail, refusal.Code)
	}))
	if err != nil || !elsewhere {
		return err
	}
	return s.followNow(ctx, session.Payment)
}

// codeSessionCompleted is the provider's word for a payment session that has
// its order already (provider.md A.9).
const codeSessionCompleted = "SESSION_COMPLETED"
