package hpp

import "context"

// Enter records the payer's first act on the page: a gesture with scripts, a
// form without (docs/spec/decisions.md §3). Later acts say what they are themselves.
func (s *SessionService) Enter(ctx context.Context, view PageView) error {
	session := view.opened.session
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return err
	}
	if session.Status != Waiting && session.Status != Back {
		return nil
	}
	_, err := s.update(ctx, session.ID, func(c *sessionChange) error {
		// Another act came first: the gesture belongs to the page as it was before.
		if !c.session.IsOpen(c.now) || c.session.Status != session.Status {
			return nil
		}
		return c.enter()
	})
	return err
}

// Retry goes from a decline or a fault back to paying, and from a challenge
// back to the choice of method.
func (s *SessionService) Retry(ctx context.Context, view PageView) (PageView, error) {
	if err := s.requireSelling(ctx, view.opened.session.Merchant); err != nil {
		return view, err
	}
	session, err := s.updateIdle(ctx, view.opened.session.ID, func(c *sessionChange) error {
		switch {
		case c.session.Locked():
			return ErrLocked
		case c.session.Attempt != nil, c.session.Status == Failed, c.session.Status == Errored:
			c.session.Attempt = nil
			return c.enter()
		case c.session.Status == InProgress:
			return nil
		}
		return ErrNothingToRetry
	})
	return s.afterAct(ctx, view, session), err
}

// updateIdle runs a payer's act on a session that is open and has no attempt
// whose outcome is unknown.
func (s *SessionService) updateIdle(ctx context.Context, id SessionID, change func(*sessionChange) error) (Session, error) {
	return s.update(ctx, id, func(c *sessionChange) error {
		if err := c.checkIdle(); err != nil {
			return err
		}
		return change(c)
	})
}

// checkReady reports whether the payer may start an attempt now.
func (c *sessionChange) checkReady() error {
	if err := c.checkIdle(); err != nil {
		return err
	}
	return c.checkAttemptAllowed()
}

// checkIdle reports whether the payer may act now.
func (c *sessionChange) checkIdle() error {
	switch {
	case c.session.Status.Final():
		return ErrClosed
	case c.session.Busy():
		return ErrBusy
	case c.session.HasExpired(c.now):
		return ErrClosed
	}
	return nil
}
