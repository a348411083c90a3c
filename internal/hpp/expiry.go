package hpp

import (
	"context"
	"time"
)

// ErrRetryLater means that a job cannot be done yet and should be tried again.
type ErrRetryLater struct{ Wait time.Duration }

func (l ErrRetryLater) Error() string { return "not yet: again in " + l.Wait.String() }

// Postponed tells the job runner when; it is no failed try.
func (l ErrRetryLater) Postponed() time.Duration { return l.Wait }

// Expire closes a session at its end. An attempt whose outcome is unknown is
// waited for: it began in time. One that is with the payer is asked for once more.
func (s *SessionService) Expire(ctx context.Context, id SessionID) error {
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return ignoreNotFound(err)
	}
	if session.withPayer() && session.HasExpired(s.now()) {
		if _, err := s.followPayer(ctx, session); err != nil {
			s.Log.WarnContext(ctx, "provider unreadable at the end", "session_id", id, "error", err)
		}
	}
	_, err = s.update(ctx, id, func(c *sessionChange) error {
		switch {
		case c.session.Status.Final() || c.session.Expired:
			return nil
		case c.session.Busy():
			return ErrRetryLater{Wait: reconcileAfter}
		case c.now.Before(c.session.ExpiresAt):
			return ErrRetryLater{Wait: c.session.ExpiresAt.Sub(c.now)}
		}
		c.session.Attempt = nil
		c.session.Expired = true
		return nil
	})
	return ignoreNotFound(err)
}

// ignoreNotFound forgives a job whose session no longer exists.
func ignoreNotFound(err error) error {
	if IsCode(err, CodeNotFound) {
		return nil
	}
	return err
}
