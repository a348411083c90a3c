package hpp

import "context"

// Revise tells a Checkout order's merchant what the payer typed and chose. The
// view shows what became of the purchase.
func (s *SessionService) Revise(ctx context.Context, view PageView, form PayForm) (PageView, error) {
	session := view.opened.session
	if session.Payment.Kind != KindCheckout {
		return view, nil
	}
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return view, err
	}
	return s.revise(ctx, view.actedOnBy(form.BrowserID), form)
}

// revise keeps what was typed and lets the merchant have its say. Nothing is
// paid by it, so a provider that fails is simply asked again.
func (s *SessionService) revise(ctx context.Context, view PageView, form PayForm) (PageView, error) {
	session, err := s.updateIdle(ctx, view.opened.session.ID, func(c *sessionChange) error {
		if !form.DeliveryOnly {
			c.keepForm(form)
			c.session.Chosen = form.Category
		}
		return c.enter()
	})
	view = s.afterAct(ctx, view, session)
	if err != nil {
		return view, err
	}
	provider, err := s.serverAuthorizer(session)
	if err != nil {
		return view, err
	}
	choice := Choice{Payer: form.Payer, Delivery: form.Delivery}
	if form.DeliveryOnly {
		choice = Choice{Delivery: form.Delivery, DeliveryOnly: true}
	}
	revised, err := provider.Revise(ctx, session.Merchant, session.Payment, choice)
	switch {
	case err != nil:
		return view, providerUnavailable(err)
	case len(revised.Fields) > 0 || revised.Refused:
		return view, &FormError{Fields: revised.Fields, MerchantMessage: revised.MerchantMessage, MerchantRedirect: revised.MerchantRedirect}
	}
	o := *view.opened
	o.payment = &revised.Payment
	return s.viewSession(o), nil
}
