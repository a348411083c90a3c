package provider

import (
	"context"
	"errors"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

var (
	_ hpp.ServerAuthorizer = (*Provider)(nil)
	_ hpp.Renewer          = (*Provider)(nil)
)

// Read implements hpp.Provider.
func (p *Provider) Read(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	read := p.Payments.ReadForPage
	if ref.Kind == hpp.KindCheckout {
		read = p.Checkout.ReadForPage
	}
	session, err := read(ctx, merchant, ref.ID)
	return session, missing(err)
}

// RenewPayment implements hpp.Renewer. A Checkout order is its merchant's to make
// anew: only that knows whether it still sells so.
func (p *Provider) RenewPayment(ctx context.Context, merchant hpp.MerchantID, shop string, ref hpp.PaymentRef, key string) (hpp.PaymentRef, error) {
	if ref.Kind != hpp.KindPayments {
		return hpp.PaymentRef{}, hpp.ErrNotFound
	}
	id, err := p.Payments.Renew(ctx, merchant, shop, ref.ID, key)
	ref.ID = id
	return ref, missing(err)
}

// Authorize implements hpp.ServerAuthorizer.
func (p *Provider) Authorize(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	authorize := p.Payments.Authorize
	if ref.Kind == hpp.KindCheckout {
		authorize = p.Checkout.Authorize
	}
	verdict, err := authorize(ctx, merchant, ref.ID, a)
	return verdict, refusal(err)
}

// Revise implements hpp.ServerAuthorizer.
func (p *Provider) Revise(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, choice hpp.Choice) (hpp.RevisedOrder, error) {
	if ref.Kind != hpp.KindCheckout {
		return hpp.RevisedOrder{}, hpp.ErrNotFound
	}
	revision, err := p.Checkout.Revise(ctx, merchant, ref.ID, choice)
	return revision, missing(err)
}

// PlaceOrder implements hpp.Provider. The cart is the session's own.
func (p *Provider) PlaceOrder(ctx context.Context, merchant hpp.MerchantID, _ hpp.PaymentRef, token string, _ []byte) (hpp.Order, error) {
	order, err := p.Payments.PlaceForPage(ctx, merchant, token)
	return order, refusal(err)
}

// Capture implements hpp.Provider.
func (p *Provider) Capture(ctx context.Context, merchant hpp.MerchantID, _ hpp.PaymentRef, orderID string, amount int64, key string) error {
	return refusal(p.Orders.CaptureForPage(ctx, merchant, orderID, amount, key))
}

// Release implements hpp.Provider. An authorization that is gone needs no
// release, so that a repeat is no error.
func (p *Provider) Release(ctx context.Context, merchant hpp.MerchantID, _ hpp.PaymentRef, token string) error {
	err := missing(p.Payments.CancelAuthorization(ctx, merchant, token))
	if errors.Is(err, hpp.ErrNotFound) {
		return nil
	}
	return err
}

// unknown are the codes of what is not there, or never was for this merchant.
var unknown = []string{"NOT_FOUND", "NO_SUCH_ORDER"}

// missing is refusal for a call that looks something up.
func missing(err error) error {
	if e, ok := errors.AsType[*endpoint.Error](err); ok && slices.Contains(unknown, e.Code) {
		return hpp.ErrNotFound
	}
	return refusal(err)
}

// refusal turns an error of the APIs into the core's word for a definite no.
func refusal(err error) error {
	e, ok := errors.AsType[*endpoint.Error](err)
	if !ok {
		return err
	}
	return &hpp.Refusal{
		Code: e.Code, Message: e.Message(), Fields: e.Fields,
		Request: e.Kind == endpoint.Invalid || e.Kind == endpoint.Unprocessable,
	}
}
