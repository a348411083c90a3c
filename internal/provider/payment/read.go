package payment

import (
	"cmp"
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// ReadSession answers the session as its merchant may see it: the payer's
// data only after a payer has authorized (docs/spec/provider.md A.3.1). Members that
// strict clients demand have their defaults.
func (s *Service) ReadSession(ctx context.Context, m hpp.Merchant, id string) (payments.Session, error) {
	session, err := s.session(ctx, m.ID(), id)
	if err != nil {
		return payments.Session{}, err
	}
	return s.sessionAnswer(session), nil
}

func (s *Service) sessionAnswer(session Session) payments.Session {
	p := session.Purchase
	read := payments.Session{
		PurchaseCountry: p.PurchaseCountry, PurchaseCurrency: p.PurchaseCurrency, Locale: p.Locale,
		OrderAmount: p.OrderAmount, OrderTaxAmount: purchase.Tax(p), OrderLines: linesOf(p.OrderLines),
		MerchantUrls: payments.MerchantURLs(p.MerchantUrls), MerchantData: p.MerchantData,
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2,
		Attachment: payments.Attachment(p.Attachment), Options: payments.Options(p.Options), Design: p.Design,
		CustomPaymentMethodIds: p.CustomPaymentMethodIds, StepUpId: p.StepUpId,
		AcquiringChannel: cmp.Or(p.AcquiringChannel, string(hpp.Ecommerce)), Intent: cmp.Or(p.Intent, "buy"),
		Status: "incomplete", ClientToken: session.ClientToken,
		ExpiresAt:               session.ExpiresAt.Format(endpoint.TimeFormat),
		AuthorizationToken:      session.Token(s.now()),
		PaymentMethodCategories: s.categories(p),
	}
	if session.Complete() {
		read.Status = "complete"
	}
	if a := session.Authorization; a != nil {
		read.BillingAddress, read.ShippingAddress = payments.Address(a.Agreed.BillingAddress), payments.Address(a.Agreed.ShippingAddress)
		read.Customer = payments.Customer(a.Agreed.Customer)
	}
	return read
}

func linesOf(stored []purchase.OrderLine) []payments.OrderLine {
	lines := make([]payments.OrderLine, len(stored))
	for i, l := range stored {
		lines[i] = payments.OrderLine{
			Type: l.Type, Reference: l.Reference, Name: l.Name, Quantity: l.Quantity, QuantityUnit: l.QuantityUnit,
			UnitPrice: l.UnitPrice, TaxRate: l.TaxRate, TotalAmount: l.TotalAmount,
			TotalDiscountAmount: l.TotalDiscountAmount, TotalTaxAmount: l.TotalTaxAmount,
			ImageUrl: l.ImageUrl, ProductUrl: l.ProductUrl, MerchantData: l.MerchantData,
			ProductIdentifiers: payments.ProductIdentifiers(l.ProductIdentifiers), Subscription: payments.Subscription(l.Subscription),
		}
	}
	return lines
}

// session loads a session that a merchant may still read. A completed one
// stays readable after its 48 hours, so that whoever lost the answer to an
// order call can still find out; nothing published says otherwise.
func (s *Service) session(ctx context.Context, merchant hpp.MerchantID, id string) (Session, error) {
	session, err := s.Store.Session(ctx, merchant, id)
	if err != nil {
		return Session{}, endpoint.NotFoundAs(err, ErrNoSession)
	}
	if session.Over(s.now()) && !session.Complete() {
		return Session{}, ErrNoSession
	}
	return session, nil
}
