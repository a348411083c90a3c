package hpp

import (
	"context"
	"encoding/json"
	"time"
)

// How often a provider is asked what a payer did (docs/spec/upstream.md U2.7): soon
// after the beginning, then every two minutes until a quarter of an hour after the
// payer was last heard of, and once before the session's end. An attempt that was
// left, or that ran into the session's end, is asked for a few more times within
// the hour: so long a payment session outlives its page, and an authorization
// lives.
const (
	payerReadEvery = 2 * time.Minute
	payerReadFor   = 15 * time.Minute
	lastPayerRead  = time.Minute // before the end of a session, or of a payment session
	leftReadEvery  = 11 * time.Minute
	leftReadFor    = tokenLife - lastPayerRead
)

// payerReads are the first reads, after the beginning.
var payerReads = []time.Duration{firstPayerRead, 30 * time.Second, time.Minute}

// nextPayerRead is how long to wait before the next read of an attempt that began
// and whose payer was last seen at these times; over: no more by this schedule.
func nextPayerRead(began, seen, now time.Time) (wait time.Duration, over bool) {
	since := now.Sub(began)
	for _, read := range payerReads {
		if since < read {
			return read - since, false
		}
	}
	if now.Sub(seen) >= payerReadFor {
		return 0, true
	}
	return payerReadEvery, false
}

// FollowPayer is the job that asks what the payer of an attempt did, or of one that
// was left, whose authorizations are given back. ErrRetryLater is when to ask again.
func (s *SessionService) FollowPayer(ctx context.Context, payload []byte) error {
	var job payerJob
	if err := json.Unmarshal(payload, &job); err != nil {
		return err
	}
	session, err := s.Store.Find(ctx, job.Session)
	if err != nil {
		return ignoreNotFound(err)
	}
	if session.Status == Completed || job.Left == (session.Attempt != nil) ||
		session.Attempt != nil && (session.Attempt.ID != job.Attempt || session.Attempt.Step != StepWithPayer) {
		return nil // another job's, or done
	}
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return err
	}
	seen, remote := job.Started, job.Remote
	if session.Attempt != nil {
		seen, remote = session.Attempt.SeenAt, session.Attempt.Remote
	}
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, remote)
	switch {
	case IsCode(err, CodeNotFound):
		return s.followNow(ctx, session.Payment)
	case err != nil:
		return err
	case session.Attempt != nil && outcome.Kind != OutcomeNone:
		_, err = s.followOutcome(ctx, session, outcome)
		return ignoreChanged(err)
	case outcome.Kind == OutcomeComplete:
		return s.followNow(ctx, session.Payment)
	case outcome.Kind == OutcomeToken:
		if err := s.releaseLate(ctx, session, outcome.Token); err != nil {
			return err
		}
	}
	return s.askLater(session, job.Started, seen)
}

// askLater is when the job asks again, nil for not again.
func (s *SessionService) askLater(session Session, began, seen time.Time) error {
	now := s.now()
	wait, over := nextPayerRead(began, seen, now)
	last := session.ExpiresAt.Add(-lastPayerRead).Sub(now)
	switch {
	case !over:
		return ErrRetryLater{Wait: wait}
	case session.Attempt != nil && last > 0:
		return ErrRetryLater{Wait: last}
	case session.Attempt == nil && now.Before(began.Add(leftReadFor)):
		return ErrRetryLater{Wait: min(leftReadEvery, began.Add(leftReadFor).Sub(now))}
	}
	return nil
}

// releaseLate gives back what a payer authorized after the attempt was left. An
// attempt of another session on the same payment may be waiting for it.
func (s *SessionService) releaseLate(ctx context.Context, session Session, token string) error {
	waiting, err := s.waitingFor(ctx, session.Payment)
	if err != nil || waiting != "" {
		return err
	}
	return s.releaseUnwanted(ctx, session.ID, token)
}

// waitingFor is the session on a payment whose payer began last and acts at the
// provider; empty: none.
func (s *SessionService) waitingFor(ctx context.Context, ref PaymentRef) (SessionID, error) {
	ids, err := s.Store.ListByPayment(ctx, ref)
	if err != nil {
		return "", err
	}
	var latest Session
	for _, id := range ids {
		session, err := s.Store.Find(ctx, id)
		switch {
		case IsCode(err, CodeNotFound):
			continue
		case err != nil:
			return "", err
		}
		acts := session.Attempt != nil && session.Attempt.Action != "" && !session.Status.Final()
		if acts && (latest.ID == "" || session.Attempt.StartedAt.After(latest.Attempt.StartedAt)) {
			latest = session
		}
	}
	return latest.ID, nil
}

// ignoreChanged reads a purchase that was changed meanwhile as done: the page
// shows it as it is now.
func ignoreChanged(err error) error {
	if err == ErrChanged { //nolint:errorlint // never wrapped
		return nil
	}
	return err
}
