package hpp

import (
	"context"
	"errors"
	"time"
)

const (
	// tokenLife is how long an authorization can become an order.
	tokenLife = time.Hour
	// proofWait is how long the provider may take to show an authorization that a
	// browser brought, before it counts as none.
	proofWait = 30 * time.Second
)

// placeAttempt goes on with an attempt that holds an authorization: it proves it,
// freezes the order, places it, or hands the token to the merchant
// (docs/spec/hpp.md §5).
// Doing it again after a crash sends the same bytes. An unknownOutcomeError says
// that the job has to ask again.
func (s *SessionService) placeAttempt(ctx context.Context, session Session) (Session, error) {
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkoutTimeout)
	defer cancel()
	if !s.now().Before(session.Attempt.TokenAt.Add(tokenLife)) {
		return s.settleOverdue(ctx, session, provider)
	}
	if session, err = s.freezeOrder(ctx, session, provider); err != nil || !session.placesHere() {
		return session, err
	}
	if session.Options.PlaceOrderMode != PlaceNone {
		return s.placeOrder(ctx, session, provider)
	}
	token, err := s.attemptToken(session)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropNext()
		c.session.Attempt = nil
		c.session.Result = Result{AuthorizationToken: token}
		return c.apply(Complete, "")
	}))
}

// freezeOrder holds an attempt's authorization against what the provider shows,
// and stores the order's body with it, once.
func (s *SessionService) freezeOrder(ctx context.Context, session Session, provider PayerAuthorizer) (Session, error) {
	if len(session.Attempt.OrderBody) > 0 {
		return session, nil
	}
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, session.Attempt.Remote)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	if outcome.Kind == OutcomeComplete {
		return s.settleComplete(ctx, session, outcome)
	}
	token, err := s.attemptToken(session)
	switch {
	case err != nil:
		return session, unknownOutcomeError{err}
	case token != "" && outcome.Purchase.Revision() != session.Attempt.Revision:
		return s.settleChanged(ctx, session)
	case outcome.Token != "" && outcome.Token != token:
		return s.takeNewer(ctx, session, outcome)
	}
	proven := session.Attempt.Proven || outcome.Token == token && token != ""
	needsProof := session.Options.PlaceOrderMode == PlaceNone || token == ""
	switch {
	case needsProof && !proven && s.now().Before(session.Attempt.TokenAt.Add(proofWait)):
		return session, unknownOutcomeError{errors.New("the provider does not show the authorization yet")}
	case needsProof && !proven:
		return s.backToPayer(ctx, session)
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		frozen := *c.session.Attempt
		if frozen.Proven = proven; len(frozen.OrderBody) == 0 {
			frozen.OrderBody = outcome.OrderBody
		}
		c.session.Attempt = &frozen
		return nil
	}))
}

// takeNewer goes on with the authorization that the provider shows instead of the
// one held: a newer one has made that worthless.
func (s *SessionService) takeNewer(ctx context.Context, session Session, outcome PaymentOutcome) (Session, error) {
	claimed := false
	next, err := s.updateAttempt(ctx, session, func(c *sessionChange) error {
		newer := *c.session.Attempt
		if len(newer.SealedNext) > 0 {
			held, err := s.Links.openToken(session.ID, newer.SealedNext)
			if err != nil {
				return err
			}
			claimed = held == outcome.Token
		}
		if !claimed {
			c.change.TokenClaim = s.Links.claim(outcome.Token, c.now)
			c.dropNext()
		}
		newer.SealedToken, newer.SealedNext = s.Links.sealToken(session.ID, outcome.Token), nil
		newer.OrderBody, newer.Proven, newer.TokenAt = outcome.OrderBody, true, c.now
		c.session.Attempt = &newer
		return nil
	})
	if errors.Is(err, ErrTokenClaimed) {
		// Another session of this payment has the newer one: this attempt is over.
		return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
			c.dropTokens()
			c.session.Attempt = nil
			return nil
		}))
	}
	return ignoreStale(next, err)
}

// backToPayer takes an authorization for none that the provider does not show: a
// browser's word proves nothing. A read finds it should it turn up.
func (s *SessionService) backToPayer(ctx context.Context, session Session) (Session, error) {
	s.Log.WarnContext(ctx, "authorization not shown by the provider", "session_id", session.ID)
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropNext()
		waiting := *c.session.Attempt
		waiting.Step, waiting.SealedToken, waiting.SealedNext, waiting.SeenAt = StepWithPayer, nil, nil, c.now
		c.session.Attempt = &waiting
		return c.schedulePayerOutcome(waiting, firstPayerRead)
	}))
}

// settleChanged ends an attempt whose purchase the merchant changed meanwhile: the
// payer agreed to another one.
func (s *SessionService) settleChanged(ctx context.Context, session Session) (Session, error) {
	next, err := ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropTokens()
		c.session.Attempt = nil
		return nil
	}))
	if err == nil && next.Attempt == nil && !next.Status.Final() {
		err = ErrChanged
	}
	return next, err
}

// settleOverdue ends an attempt whose authorization is too old to become an order.
func (s *SessionService) settleOverdue(ctx context.Context, session Session, provider PayerAuthorizer) (Session, error) {
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, session.Attempt.Remote)
	if err != nil && !IsCode(err, CodeNotFound) {
		return session, unknownOutcomeError{err}
	}
	if outcome.Kind == OutcomeComplete {
		s.Log.ErrorContext(ctx, "order placed, and its id not known", "session_id", session.ID, "order_id", outcome.Order.ID)
		return s.settleComplete(ctx, session, outcome)
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropTokens()
		c.session.Attempt = nil
		c.session.Result = Result{Reason: reasonTokenExpired}
		return c.apply(Fail, reasonTokenExpired)
	}))
}

// reasonTokenExpired is our word for an authorization that did not become an order
// in time.
const reasonTokenExpired = "authorization_expired"

// settlePlacing commits a definite no to the order of an attempt whose payer acted
// at the provider. The provider repeats its answers to a token, so a token that
// was refused is never tried again: a newer one is, or the payer is asked anew.
func (s *SessionService) settlePlacing(ctx context.Context, session Session, refusal *Refusal) (Session, error) {
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, session.Attempt.Remote)
	if err != nil && !IsCode(err, CodeNotFound) {
		return session, unknownOutcomeError{err}
	}
	s.Log.WarnContext(ctx, "provider refused the order", "session_id", session.ID, "code", refusal.Code, "message", refusal.Message)
	if outcome.Kind == OutcomeComplete {
		s.Log.ErrorContext(ctx, "the payment has an order that is not known here", "session_id", session.ID)
		return s.settleComplete(ctx, session, outcome)
	}
	token, err := s.attemptToken(session)
	if err != nil {
		return session, unknownOutcomeError{err}
	}
	if outcome.Kind == OutcomeToken && outcome.Token != token {
		next, err := s.takeNewer(ctx, session, outcome)
		if err != nil || !next.placesHere() {
			return next, err
		}
		return s.placeAttempt(ctx, next)
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropTokens()
		c.session.Attempt = nil
		c.session.Result = Result{Reason: refusal.Code}
		return c.apply(Fail, refusal.Code)
	}))
}
