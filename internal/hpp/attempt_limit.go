package hpp

import (
	"context"
	"errors"
	"time"
)

// A session that is declined again and again is tried by somebody who guesses.
// From the fifth decline each next attempt waits twice as long as the one before,
// and after the twentieth only the merchant lets another one in. Wrong one-time
// codes are counted alike, for providers that do not.
const (
	delayFrom  = 5  // declines, or wrong codes
	lockAt     = 20 // of either
	firstDelay = 2 * time.Second
	maxDelay   = 5 * time.Minute
)

// AttemptFailure is an attempt that did not pay, for metrics.
type AttemptFailure string

// The failures; their values are labels of a metric.
const (
	FailureDeclined  AttemptFailure = "declined"   // by the provider
	FailureWrongCode AttemptFailure = "wrong_code" // a one-time code
	FailureTooEarly  AttemptFailure = "early"      // refused here: the wait was not over
	FailureLocked    AttemptFailure = "held"       // the one after which no more are taken
)

// ErrLocked means that no more attempts are taken until the merchant says so.
var ErrLocked = newError(CodeConflict, "Too many attempts have failed; only the merchant can open the session again")

// Locked reports whether only the merchant can let payers try again.
func (s Session) Locked() bool { return max(s.Declines, s.WrongCodes) >= lockAt }

// countFailure counts a decline or a wrong code, and lets the next attempt wait.
func (c *sessionChange) countFailure(count *int, failure AttemptFailure) {
	*count++
	c.failures = append(c.failures, failure)
	if over := *count - delayFrom; over >= 0 {
		c.session.WaitUntil = c.now.Add(min(firstDelay<<min(over, lockAt), maxDelay))
	}
	if *count == lockAt {
		c.failures = append(c.failures, FailureLocked)
	}
}

// checkAttemptAllowed reports whether another attempt is taken now.
func (c *sessionChange) checkAttemptAllowed() error {
	if c.session.Locked() {
		return ErrLocked
	}
	if wait := c.session.WaitUntil.Sub(c.now); wait > 0 {
		return &Error{Code: CodeTooMany, Messages: []string{"Too many attempts have failed; wait before the next one"}, RetryAfter: wait}
	}
	return nil
}

// countEarly tells metrics of an attempt that was refused here.
func (s *SessionService) countEarly(err error) {
	if IsCode(err, CodeTooMany) || errors.Is(err, ErrLocked) {
		s.ObserveFailure(FailureTooEarly)
	}
}

// Reopen lets payers try again after too many attempts have failed. ErrNotFound
// for a session that is unknown or over, CodeNotAllowed for one that is closed.
// One that takes attempts is left as it is, but for its count.
func (s *SessionService) Reopen(ctx context.Context, m Merchant, id SessionID) (Session, error) {
	if _, err := s.Read(ctx, m, id); err != nil {
		return Session{}, err
	}
	session, err := ReopenSession(ctx, s.Store, id)
	if err == nil {
		s.Changes.Publish(string(id), session.Version)
	}
	return session, err
}

// ReopenSession is Reopen for an operator, who may reopen anybody's session.
func ReopenSession(ctx context.Context, store Store, id SessionID) (Session, error) {
	return store.Update(ctx, id, func(session *Session) (Change, error) {
		if session.Status.Final() {
			return Change{}, newError(CodeNotAllowed, "The session is closed: it is "+string(session.Status))
		}
		session.Declines, session.WrongCodes, session.WaitUntil = 0, 0, time.Time{}
		return Change{}, nil
	})
}
