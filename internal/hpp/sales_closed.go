package hpp

import (
	"context"
	"errors"
)

// ErrSalesClosed means that the merchant takes no payments now: its sales were
// closed or it was disabled.
var ErrSalesClosed = newError(CodeConflict, "This merchant takes no payments now")

// requireSelling answers ErrSalesClosed for a merchant that takes no payments.
// Every act of a payer that leads to money asks, since a link proves itself and no
// password stands in the way. What is under way already is finished without
// asking.
func (s *SessionService) requireSelling(ctx context.Context, m MerchantID) error {
	selling, err := s.Selling(ctx, m)
	if err != nil {
		return err
	}
	if !selling {
		return ErrSalesClosed
	}
	return nil
}

// payable reports whether a payer could go on to pay from what is shown.
func (s PageState) payable() bool {
	switch s {
	case PagePay, PageChallenge, PageFailed, PageError:
		return true
	}
	return false
}

// closeUnlessSelling closes the page of a session whose merchant takes no payments.
func (s *SessionService) closeUnlessSelling(ctx context.Context, view PageView) (PageView, error) {
	if !view.State.payable() {
		return view, nil
	}
	selling, err := s.SellingRecently(ctx, view.Session.Merchant)
	if err != nil || selling {
		return view, err
	}
	return view.withoutSales(), nil
}

// withoutSales is a page whose merchant can take no payment now.
func (v PageView) withoutSales() PageView {
	v.State, v.SalesClosed, v.RedirectURL = PageDisabled, true, v.Session.shopURL()
	v.ChangeTag = v.Session.changeTagOf(PageDisabled)
	return v
}

// isAccountFault reports whether a provider cannot be asked in its merchant's name:
// no payer can mend that, and trying again does not help.
func isAccountFault(err error) bool {
	_, ok := errors.AsType[*AccountError](err)
	return ok
}

// dropChallenge drops a challenge that waits for its code at a merchant that
// takes no payments: nothing was granted for it yet.
func (s *SessionService) dropChallenge(ctx context.Context, id SessionID) error {
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		if c.session.Attempt != nil && !c.session.Busy() {
			c.session.Attempt = nil
		}
		return nil
	})
	return err
}
