package hpp

import "context"

// Enter records the payer's first act on the page: a gesture with scripts, a
// form without (decisions.md §3). Later acts say what they are themselves.
func (s *Service) Enter(ctx context.Context, link string) error {
	session, err := s.paying(ctx, link)
	if err != nil {
		return err
	}
	if session.Status != Waiting && session.Status != Back {
		return nil
	}
	_, err = s.update(ctx, session.ID, func(d *draft) error {
		if !d.session.Open(d.now) || (d.session.Status != Waiting && d.session.Status != Back) {
			return nil
		}
		return d.enter()
	})
	return err
}

// Retry goes from a decline or a fault back to paying, and from a challenge
// back to the choice of method.
func (s *Service) Retry(ctx context.Context, link string) error {
	session, err := s.paying(ctx, link)
	if err != nil {
		return err
	}
	return s.act(ctx, session.ID, func(d *draft) error {
		switch {
		case d.session.Held():
			return ErrHeld
		case d.session.Attempt != nil, d.session.Status == Failed, d.session.Status == Errored:
			d.session.Attempt = nil
			return d.enter()
		case d.session.Status == InProgress:
			return nil
		}
		return ErrNothingToRetry
	})
}

// act runs a payer's act on a session that is open and has no attempt whose
// outcome is unknown.
func (s *Service) act(ctx context.Context, id SessionID, change func(*draft) error) error {
	_, err := s.update(ctx, id, func(d *draft) error {
		if err := d.free(); err != nil {
			return err
		}
		return change(d)
	})
	return err
}

// ready reports whether the payer may start an attempt now.
func (d *draft) ready() error {
	if err := d.free(); err != nil {
		return err
	}
	return d.mayTry()
}

// free reports whether the payer may act now.
func (d *draft) free() error {
	switch {
	case d.session.Status.Final():
		return ErrClosed
	case d.session.Busy():
		return ErrBusy
	case d.session.Over(d.now):
		return ErrClosed
	}
	return nil
}
