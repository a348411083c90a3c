package hpp

import "context"

// Disable closes a session for its merchant. Repeating it, or disabling a
// cancelled session, changes nothing; a completed one answers NOT_ALLOWED
// (docs/spec/hpp.md §1.3).
func (s *SessionService) Disable(ctx context.Context, m Merchant, id SessionID) error {
	if _, err := s.Read(ctx, m, id); err != nil {
		return err
	}
	return s.disable(ctx, id, "")
}

// disable closes a session for its merchant or a clerk.
func (s *SessionService) disable(ctx context.Context, id SessionID, why string) error {
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		switch {
		case c.session.HasExpired(c.now):
			return ErrNotFound
		case c.session.Status == Completed:
			return newError(CodeNotAllowed, "The session is completed and cannot be disabled")
		case c.session.Status.Final():
			return nil
		case c.session.Attempt != nil && c.session.Attempt.Step == StepPlacing:
			return newError(CodeConflict, "The order is being placed; read the session for its outcome")
		}
		// An authorization granted meanwhile is released when it arrives.
		c.session.Attempt = nil
		return c.apply(Disable, why)
	})
	return err
}
