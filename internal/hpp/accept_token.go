package hpp

import (
	"context"
	"encoding/json"
	"errors"
)

// An authorization that a payer gave at a provider reaches this server by three
// independent roads: the payer's browser, a call of the provider's server, and a
// read of the payment session. They may bring it in any order, twice, or a newer
// one (docs/spec/decisions.md §10).

// arrival is an authorization token that came by one of them.
type arrival struct {
	token      string
	proven     bool // the provider itself named it
	placedHere bool // the caller goes on to place the order; else a job does at once
}

// acceptToken hands an authorization to the attempt that waits for it, in one
// change: the attempt holds it from then on, or it is given back. A token that
// was seen before changes nothing, but that it may now be proven.
func (s *SessionService) acceptToken(ctx context.Context, id SessionID, a arrival) (Session, error) {
	if a.token == "" {
		return Session{}, newError(CodeBadValue, "The authorization token is missing")
	}
	session, err := s.update(ctx, id, func(c *sessionChange) error {
		if err := c.holdToken(a); err != nil {
			return err
		}
		c.change.TokenClaim = s.Links.claim(a.token, c.now)
		return nil
	})
	switch {
	case errors.Is(err, ErrTokenClaimed):
		return s.proveToken(ctx, id, a)
	case errors.Is(err, errUnwanted):
		return session, s.releaseUnwanted(ctx, id, a.token)
	}
	return session, err
}

// holdToken keeps a token in the attempt that waits for it.
func (c *sessionChange) holdToken(a arrival) error {
	now := c.session.Attempt
	if c.session.Status.Final() || c.session.Expired || now == nil || now.Action == "" {
		return errUnwanted
	}
	next, sealed := *now, c.service.Links.sealToken(c.session.ID, a.token)
	switch {
	case now.Step == StepPlacing && len(now.SealedToken) > 0:
		c.dropNext()
		next.SealedNext = sealed
	default:
		next.Step, next.SealedToken, next.Proven, next.TokenAt, next.StartedAt = StepPlacing, sealed, a.proven, c.now, c.now
		c.scheduleReconcile()
		if !a.placedHere {
			next.StartedAt = c.now.Add(-reconcileAfter)
			c.change.Jobs[len(c.change.Jobs)-1].Due = c.now
		}
	}
	c.session.Attempt = &next
	return nil
}

// proveToken notes that the provider itself named a token that a browser brought.
func (s *SessionService) proveToken(ctx context.Context, id SessionID, a arrival) (Session, error) {
	session, err := s.Store.Find(ctx, id)
	if err != nil || !a.proven || !session.placesHere() || session.Attempt.Proven {
		return session, err
	}
	if held, err := s.attemptToken(session); err != nil || held != a.token {
		return session, err
	}
	return ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		proven := *c.session.Attempt
		proven.Proven = true
		c.session.Attempt = &proven
		return nil
	}))
}

// releaseJob is the payload of JobReleaseToken.
type releaseJob struct {
	Session SessionID `json:"session"`
	Token   []byte    `json:"token"` // sealed
}

// scheduleRelease adds the job that gives an authorization back.
func (c *sessionChange) scheduleRelease(sealed []byte) {
	if len(sealed) == 0 {
		return
	}
	payload, _ := json.Marshal(releaseJob{c.session.ID, sealed}) // strings and bytes always encode
	c.change.Jobs = append(c.change.Jobs, Job{
		ID: c.service.NewID(), Kind: JobReleaseToken, Independent: true, Due: c.now, Payload: payload,
	})
}

// dropTokens gives back what the attempt holds.
func (c *sessionChange) dropTokens() {
	if c.session.Attempt != nil {
		c.scheduleRelease(c.session.Attempt.SealedToken)
		c.dropNext()
	}
}

// dropNext gives back a newer authorization that will not be used.
func (c *sessionChange) dropNext() { c.scheduleRelease(c.session.Attempt.SealedNext) }

// releaseUnwanted gives back an authorization that nobody waits for, unless a
// session of its payment has it.
func (s *SessionService) releaseUnwanted(ctx context.Context, id SessionID, token string) error {
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		c.change.TokenClaim = s.Links.claim(token, c.now)
		c.scheduleRelease(s.Links.sealToken(id, token))
		return nil
	})
	if errors.Is(err, ErrTokenClaimed) {
		return nil
	}
	return err
}

// ReleaseToken is the job that gives an authorization back.
func (s *SessionService) ReleaseToken(ctx context.Context, payload []byte) error {
	var job releaseJob
	if err := json.Unmarshal(payload, &job); err != nil {
		return err
	}
	session, err := s.Store.Find(ctx, job.Session)
	if err != nil {
		return ignoreNotFound(err)
	}
	provider, err := s.provider(session)
	if err != nil {
		return err
	}
	token, err := s.Links.openToken(session.ID, job.Token)
	if err != nil {
		return err
	}
	err = provider.Release(ctx, session.Merchant, session.Payment, token)
	if refusal, refused := errors.AsType[*Refusal](err); refused {
		// It became an order, or lapsed: there is nothing to give back.
		s.Log.InfoContext(ctx, "release refused", "session_id", session.ID, "code", refusal.Code)
		return nil
	}
	return err
}
