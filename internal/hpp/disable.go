package hpp

import "context"

// Disable closes a session for its merchant. Repeating it, or disabling a
// cancelled session, changes nothing; a completed one answers NOT_ALLOWED
// (hpp.md §1.3).
func (s *Service) Disable(ctx context.Context, m Merchant, id SessionID) error {
	if _, err := s.Read(ctx, m, id); err != nil {
		return err
	}
	return s.disable(ctx, id, "")
}

// disable closes a session for whoever may: its merchant, or a clerk.
func (s *Service) disable(ctx context.Context, id SessionID, why string) error {
	_, err := s.update(ctx, id, func(d *sessionChange) error {
		switch {
		case d.session.HasExpired(d.now):
			return ErrNotFound
		case d.session.Status == Completed:
			return newError(CodeNotAllowed, "The session is completed and cannot be disabled")
		case d.session.Status.Final():
			return nil
		case d.session.Attempt != nil && d.session.Attempt.Step == StepPlacing:
			return newError(CodeConflict, "The order is being placed; read the session for its outcome")
		}
		// An authorization granted meanwhile is released when it arrives.
		d.session.Attempt = nil
		return d.apply(Disable, why)
	})
	return err
}
