package provider

import (
	"context"
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

// ErrDecided means that an attempt has its answer, or never began.
var ErrDecided = errors.New("provider: the attempt is decided")

// CallOff ends a payment session that is not paid. Doing it again changes
// nothing; one that is paid is a *hpp.Refusal.
func (p *Provider) CallOff(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) error {
	end := p.Payments.CallOff
	if ref.Kind == hpp.KindCheckout {
		end = p.Checkout.CallOff
	}
	return missing(end(ctx, merchant, ref.ID))
}

// Readdress changes the e-mail address of an attempt, named by its key, that the
// acquirer has not answered. ErrDecided for any other.
func (p *Provider) Readdress(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, key, email string) error {
	readdress := p.Payments.Readdress
	if ref.Kind == hpp.KindCheckout {
		readdress = p.Checkout.Readdress
	}
	err := readdress(ctx, merchant, ref.ID, key, email)
	if errors.Is(err, payment.ErrDecided) || errors.Is(err, checkout.ErrDecided) {
		return ErrDecided
	}
	return missing(err)
}
