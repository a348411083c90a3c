package hpp

import "context"

// Resolve asks the provider at once what became of an attempt whose outcome is
// unknown, as Reconcile does after a while. ErrNothingToResolve where there is
// none; an error with an unknown outcome leaves it to Reconcile.
func (s *SessionService) Resolve(ctx context.Context, m Merchant, id SessionID) error {
	session, err := s.Read(ctx, m, id)
	if err != nil {
		return err
	}
	if !session.Busy() || session.Status.Final() {
		return ErrNothingToResolve
	}
	return s.finishAttempt(ctx, session)
}

// ErrNothingToResolve means that no attempt's outcome is unknown.
var ErrNothingToResolve = newError(CodeConflict, "No payment is being processed")

// EndNow ends a session before its time, as Expire does at its time; how long it
// would have lasted stays told. ErrBusy while an outcome is unknown, ErrClosed for one
// that is closed, ErrNotFound for one that is over.
func (s *SessionService) EndNow(ctx context.Context, m Merchant, id SessionID) error {
	if _, err := s.Read(ctx, m, id); err != nil {
		return err
	}
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		if err := c.checkIdle(); err != nil {
			return err
		}
		c.session.Attempt = nil
		c.session.Expired = true
		return nil
	})
	return err
}
