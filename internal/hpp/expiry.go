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
// waited for: it began in time.
func (s *Service) Expire(ctx context.Context, id SessionID) error {
	_, err := s.update(ctx, id, func(d *sessionChange) error {
		switch {
		case d.session.Status.Final() || d.session.Expired:
			return nil
		case d.session.Busy():
			return ErrRetryLater{Wait: reconcileAfter}
		case d.now.Before(d.session.ExpiresAt):
			return ErrRetryLater{Wait: d.session.ExpiresAt.Sub(d.now)}
		}
		d.session.Attempt = nil
		d.session.Expired = true
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
