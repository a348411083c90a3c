package hpp

import "context"

// Enter records the payer's first act on the page: a gesture with scripts, a
// form without (decisions.md §3). Later acts say what they are themselves.
func (s *Service) Enter(ctx context.Context, link string) error {
	session, err := s.findSelling(ctx, link)
	if err != nil {
		return err
	}
	if session.Status != Waiting && session.Status != Back {
		return nil
	}
	_, err = s.update(ctx, session.ID, func(d *sessionChange) error {
		if !d.session.IsOpen(d.now) || (d.session.Status != Waiting && d.session.Status != Back) {
			return nil
		}
		return d.enter()
	})
	return err
}

// Retry goes from a decline or a fault back to paying, and from a challenge
// back to the choice of method.
func (s *Service) Retry(ctx context.Context, link string) error {
	session, err := s.findSelling(ctx, link)
	if err != nil {
		return err
	}
	return s.updateIdle(ctx, session.ID, func(d *sessionChange) error {
		switch {
		case d.session.Locked():
			return ErrLocked
		case d.session.Attempt != nil, d.session.Status == Failed, d.session.Status == Errored:
			d.session.Attempt = nil
			return d.enter()
		case d.session.Status == InProgress:
			return nil
		}
		return ErrNothingToRetry
	})
}

// updateIdle runs a payer's act on a session that is open and has no attempt whose
// outcome is unknown.
func (s *Service) updateIdle(ctx context.Context, id SessionID, change func(*sessionChange) error) error {
	_, err := s.update(ctx, id, func(d *sessionChange) error {
		if err := d.checkIdle(); err != nil {
			return err
		}
		return change(d)
	})
	return err
}

// checkReady reports whether the payer may start an attempt now.
func (d *sessionChange) checkReady() error {
	if err := d.checkIdle(); err != nil {
		return err
	}
	return d.checkAttemptAllowed()
}

// checkIdle reports whether the payer may act now.
func (d *sessionChange) checkIdle() error {
	switch {
	case d.session.Status.Final():
		return ErrClosed
	case d.session.Busy():
		return ErrBusy
	case d.session.HasExpired(d.now):
		return ErrClosed
	}
	return nil
}
