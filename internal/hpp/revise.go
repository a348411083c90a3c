package hpp

import "context"

// Revise tells a Checkout order's merchant what the payer typed and chose. The
// page then shows what became of the purchase.
func (s *Service) Revise(ctx context.Context, link string, form PayForm) error {
	session, err := s.findByLink(ctx, link)
	if err != nil || session.Payment.Kind != KindCheckout {
		return err
	}
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return err
	}
	_, err = s.revise(ctx, session, form)
	return err
}

// revise keeps what was typed and lets the merchant have its say. Nothing is
// paid by it, so a provider that fails is simply asked again.
func (s *Service) revise(ctx context.Context, session Session, form PayForm) (PaymentSession, error) {
	err := s.updateIdle(ctx, session.ID, func(d *sessionChange) error {
		if !form.DeliveryOnly {
			d.keepForm(form)
			d.session.Chosen = form.Category
		}
		return d.enter()
	})
	if err != nil {
		return PaymentSession{}, err
	}
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return PaymentSession{}, newError(CodeUnavailable, "The provider is no longer configured")
	}
	choice := Choice{Payer: form.Payer, Delivery: form.Delivery}
	if form.DeliveryOnly {
		choice = Choice{Delivery: form.Delivery, DeliveryOnly: true}
	}
	revision, err := provider.Revise(ctx, session.Merchant, session.Payment, choice)
	switch {
	case err != nil:
		return PaymentSession{}, providerUnavailable(err)
	case len(revision.Fields) > 0 || revision.Refused:
		return PaymentSession{}, &Error{
			Code: CodeBadValue, Fields: revision.Fields, MerchantMessage: revision.MerchantMessage, MerchantRedirect: revision.MerchantRedirect, Messages: []string{"Correct the details marked"},
		}
	}
	return revision.Payment, nil
}
