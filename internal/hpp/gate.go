package hpp

import "context"

// ErrShut means that the merchant takes no payments now: its sales were closed
// or it was disabled.
var ErrShut = fault(CodeConflict, "This merchant takes no payments now")

// sells answers ErrShut for a merchant that takes no payments. Every act of a
// payer that leads to money asks, since a link proves itself and no password
// stands in the way. What is under way already is finished without asking.
func (s *Service) sells(ctx context.Context, m MerchantID) error {
	selling, err := s.Selling(ctx, m)
	if err != nil {
		return err
	}
	if !selling {
		return ErrShut
	}
	return nil
}

// paying answers the session at a link whose merchant takes payments.
func (s *Service) paying(ctx context.Context, link string) (Session, error) {
	session, err := s.byLink(ctx, link)
	if err != nil {
		return Session{}, err
	}
	return session, s.sells(ctx, session.Merchant)
}

// payable reports whether a payer could go on to pay from what is shown.
func (s Step) payable() bool {
	switch s {
	case ShowPay, ShowChallenge, ShowFailed, ShowError:
		return true
	}
	return false
}

// gated closes a visit whose merchant takes no payments.
func (s *Service) gated(ctx context.Context, visit Visit) (Visit, error) {
	if !visit.Step.payable() {
		return visit, nil
	}
	selling, err := s.Selling(ctx, visit.Session.Merchant)
	if err != nil || selling {
		return visit, err
	}
	visit.Step, visit.Shut, visit.Destination = ShowDisabled, true, visit.Session.door()
	visit.Mark = visit.Session.markOf(ShowDisabled)
	return visit, nil
}

// giveUp drops a challenge that waits for its code at a merchant that takes
// no payments: nothing was granted for it yet.
func (s *Service) giveUp(ctx context.Context, id SessionID) error {
	_, err := s.update(ctx, id, func(d *draft) error {
		if d.session.Attempt != nil && !d.session.Busy() {
			d.session.Attempt = nil
		}
		return nil
	})
	return err
}
