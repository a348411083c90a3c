package hpp

import "context"

// CancelledByPayer is the detail of the event of a payer who cancelled here.
const CancelledByPayer = "by the payer"

// GoBack leaves for the merchant and keeps the session open: the same link
// pays later (docs/spec/hpp.md §4.2). The view's RedirectURL is the merchant's address.
func (s *SessionService) GoBack(ctx context.Context, view PageView) (PageView, error) {
	s.beforeLeaving(ctx, view.opened.session)
	session, err := s.updateIdle(ctx, view.opened.session.ID, func(c *sessionChange) error {
		if c.session.exitMode() != ExitBack {
			return newError(CodeNotAllowed, "This session is left by cancelling")
		}
		if c.session.Status == Back {
			return nil
		}
		if err := c.enter(); err != nil {
			return err
		}
		c.session.Attempt = nil
		return c.apply(Leave, "")
	})
	return s.afterAct(ctx, view, session), err
}

// CancelPayment ends the session finally, after the page has asked the payer
// to confirm it. Repeating it changes nothing.
func (s *SessionService) CancelPayment(ctx context.Context, view PageView) (PageView, error) {
	if view.opened.session.Status == Cancelled {
		return view, nil
	}
	s.beforeLeaving(ctx, view.opened.session)
	session, err := s.updateIdle(ctx, view.opened.session.ID, func(c *sessionChange) error {
		if c.session.exitMode() != ExitCancel {
			return newError(CodeNotAllowed, "This session is left by going back")
		}
		if err := c.enter(); err != nil {
			return err
		}
		c.session.Attempt = nil
		return c.apply(Cancel, CancelledByPayer)
	})
	return s.afterAct(ctx, view, session), err
}
