package hpp

import "context"

// GoBack leaves for the merchant and keeps the session open: the same link
// pays later (hpp.md §4.2). It answers the merchant's address.
func (s *Service) GoBack(ctx context.Context, link string) (string, error) {
	session, err := s.findByLink(ctx, link)
	if err != nil {
		return "", err
	}
	var address string
	err = s.updateIdle(ctx, session.ID, func(d *sessionChange) error {
		if d.session.exitMode() != ExitBack {
			return newError(CodeNotAllowed, "This session is left by cancelling")
		}
		if d.session.Status != Back {
			if err := d.enter(); err != nil {
				return err
			}
			d.session.Attempt = nil
			if err := d.apply(Leave, ""); err != nil {
				return err
			}
		}
		address = d.session.redirectURL()
		return nil
	})
	return address, err
}

// CancelPayment ends the session for good, after the page has asked the payer
// to confirm it. Repeating it changes nothing.
func (s *Service) CancelPayment(ctx context.Context, link string) error {
	session, err := s.findByLink(ctx, link)
	if err != nil {
		return err
	}
	if session.Status == Cancelled {
		return nil
	}
	return s.updateIdle(ctx, session.ID, func(d *sessionChange) error {
		if d.session.exitMode() != ExitCancel {
			return newError(CodeNotAllowed, "This session is left by going back")
		}
		if err := d.enter(); err != nil {
			return err
		}
		d.session.Attempt = nil
		return d.apply(Cancel, "by the payer")
	})
}
