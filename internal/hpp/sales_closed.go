package hpp

import "context"

// ErrSalesClosed means that the merchant takes no payments now: its sales were closed
// or it was disabled.
var ErrSalesClosed = newError(CodeConflict, "This merchant takes no payments now")

// requireSelling answers ErrShut for a merchant that takes no payments. Every act of a
// payer that leads to money asks, since a link proves itself and no password
// stands in the way. What is under way already is finished without asking.
func (s *Service) requireSelling(ctx context.Context, m MerchantID) error {
	selling, err := s.Selling(ctx, m)
	if err != nil {
		return err
	}
	if !selling {
		return ErrSalesClosed
	}
	return nil
}

// findSelling answers the session at a link whose merchant takes payments.
func (s *Service) findSelling(ctx context.Context, link string) (Session, error) {
	session, err := s.findByLink(ctx, link)
	if err != nil {
		return Session{}, err
	}
	return session, s.requireSelling(ctx, session.Merchant)
}

// payable reports whether a payer could go on to pay from what is shown.
func (s PageState) payable() bool {
	switch s {
	case PagePay, PageChallenge, PageFailed, PageError:
		return true
	}
	return false
}

// closeUnlessSelling closes a visit whose merchant takes no payments.
func (s *Service) closeUnlessSelling(ctx context.Context, visit PageView) (PageView, error) {
	if !visit.State.payable() {
		return visit, nil
	}
	selling, err := s.Selling(ctx, visit.Session.Merchant)
	if err != nil || selling {
		return visit, err
	}
	visit.State, visit.SalesClosed, visit.RedirectURL = PageDisabled, true, visit.Session.shopURL()
	visit.ChangeTag = visit.Session.changeTagOf(PageDisabled)
	return visit, nil
}

// dropChallenge drops a challenge that waits for its code at a merchant that takes
// no payments: nothing was granted for it yet.
func (s *Service) dropChallenge(ctx context.Context, id SessionID) error {
	_, err := s.update(ctx, id, func(d *sessionChange) error {
		if d.session.Attempt != nil && !d.session.Busy() {
			d.session.Attempt = nil
		}
		return nil
	})
	return err
}
