package hpp

import (
	"context"
	"errors"
	"time"
)

// stepCheckEvery bounds how often signs of life of one step ask the provider.
const stepCheckEvery = 5 * time.Second

// CheckStep implements Steps.
func (s *SessionService) CheckStep(ctx context.Context, token string) (StepView, error) {
	session, attempt, err := s.findStep(ctx, token)
	if err != nil {
		return StepView{}, err
	}
	view, err := s.stepView(session, attempt)
	if err != nil || s.now().Sub(session.Attempt.SeenAt) < stepCheckEvery {
		return view, err
	}
	session, err = s.updateAttempt(ctx, session, func(c *sessionChange) error {
		seen := *c.session.Attempt
		seen.SeenAt = c.now
		c.session.Attempt = &seen
		return nil
	})
	if err == nil {
		if session, err = s.followPayer(ctx, session); err != nil {
			s.Log.WarnContext(ctx, "provider unreadable", "session_id", session.ID, "error", err)
		}
	} else if !errors.Is(err, errStale) {
		return view, err
	}
	return s.stepView(session, attempt)
}

// ReportStep implements Steps.
func (s *SessionService) ReportStep(ctx context.Context, token string, report StepReport) (PageView, error) {
	session, attempt, err := s.findStep(ctx, token)
	if err != nil {
		return PageView{}, err
	}
	view := s.viewSession(opened{session: session})
	switch report.Result {
	case StepApproved:
		session, err = s.useToken(ctx, session, report.Token)
	case StepFinished:
		session, err = s.finishOrder(ctx, session, attempt)
	case StepDeclined, StepWithdrawn, StepLeft, StepIncorrect, StepFailed:
		session, err = s.endStep(ctx, session, attempt, report.Result)
	default:
		return view, newError(CodeBadValue, "The result of the step is none of those that are known")
	}
	return s.afterAct(ctx, view, session), err
}

// useToken takes the authorization that a browser brings, and places it. A merchant
// that takes no payments gets none: it is given back.
func (s *SessionService) useToken(ctx context.Context, session Session, token string) (Session, error) {
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return session, errors.Join(err, s.releaseUnwanted(ctx, session.ID, token))
	}
	session, err := s.acceptToken(ctx, session.ID, arrival{token: token, placedHere: true})
	if err != nil || !session.placesHere() {
		return session, err
	}
	next, err := s.placeAttempt(ctx, session)
	return next, s.logUnknownOutcome(ctx, next, err)
}

// finishOrder waits for the order that the payer placed at the provider.
func (s *SessionService) finishOrder(ctx context.Context, session Session, attempt string) (Session, error) {
	session, err := s.updateStep(ctx, session, attempt, func(c *sessionChange) error {
		finishing := *c.session.Attempt
		finishing.Step, finishing.TokenAt, finishing.StartedAt = StepPlacing, c.now, c.now
		c.session.Attempt = &finishing
		c.scheduleReconcile()
		return nil
	})
	if err != nil || !session.placesHere() {
		return session, err
	}
	next, err := s.placeAttempt(ctx, session)
	return next, s.logUnknownOutcome(ctx, next, err)
}

// endStep ends an attempt without an authorization. A decline counts as one, and
// takes the category away; a payer who left may try again at once.
func (s *SessionService) endStep(ctx context.Context, session Session, attempt string, result StepResult) (Session, error) {
	if session.withPayer() && session.Attempt.ID == attempt {
		s.beforeLeaving(ctx, session)
	}
	s.Log.InfoContext(ctx, "payer's action ended", "session_id", session.ID, "result", string(result))
	return s.updateStep(ctx, session, attempt, func(c *sessionChange) error {
		if result == StepDeclined {
			return c.decline(Verdict{Kind: Declined, Reason: "declined_at_provider", Withdrawn: true})
		}
		if result == StepWithdrawn {
			c.session.Withdrawn = withCategory(c.session.Withdrawn, c.session.Attempt.Category)
		}
		c.session.Attempt = nil
		return nil
	})
}

// ReturnStep implements Steps. A Checkout order may be seen complete only a moment
// after its payer is back.
func (s *SessionService) ReturnStep(ctx context.Context, token, hint string) (StepView, error) {
	session, attempt, err := s.findStep(ctx, token)
	if err != nil {
		return StepView{}, err
	}
	if session.withPayer() && session.Attempt.ID == attempt {
		found, err := s.followPayer(ctx, session)
		if err != nil {
			s.Log.WarnContext(ctx, "provider unreadable on the payer's return", "session_id", session.ID, "error", err)
		} else {
			session = found
		}
	}
	if session.withPayer() && session.Attempt.ID == attempt {
		switch {
		case hint == ReturnBack || hint == ReturnFailed:
			session, err = s.endStep(ctx, session, attempt, StepLeft)
		case session.Payment.Kind == KindCheckout && hint == ReturnDone:
			session, err = s.finishOrder(ctx, session, attempt)
		}
		if err != nil {
			return StepView{}, err
		}
	}
	return s.stepView(session, attempt)
}

// updateStep changes a session while its step waits for the payer. Late reports
// change nothing.
func (s *SessionService) updateStep(ctx context.Context, session Session, attempt string, change func(*sessionChange) error) (Session, error) {
	return ignoreStale(s.update(ctx, session.ID, func(c *sessionChange) error {
		if c.session.Status.Final() || !c.session.withPayer() || c.session.Attempt.ID != attempt {
			return errStale
		}
		return change(c)
	}))
}
