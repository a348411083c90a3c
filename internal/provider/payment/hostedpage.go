package payment

import (
	"cmp"
	"context"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// ReadForPage answers a session as the hosted page shows it: what its merchant
// may see of it and, while it is open, what the merchant said of the payer. One
// that has not changed since it was last read here is not read whole again.
func (s *Service) ReadForPage(ctx context.Context, merchant hpp.MerchantID, id string) (hpp.PaymentSession, error) {
	kept := s.pages.find(id)
	session, changed, err := s.Store.SessionSince(ctx, merchant, id, kept.version)
	if err != nil {
		return hpp.PaymentSession{}, endpoint.NotFoundAs(err, ErrNoSession)
	}
	if changed {
		kept = s.pages.keep(session)
	}
	if kept.page.State != hpp.PaymentComplete && !s.now().Before(kept.page.ExpiresAt) {
		return hpp.PaymentSession{}, ErrNoSession
	}
	return kept.copied(), nil
}

// pageOf is what the hosted page shows of a session. It depends on nothing else.
func pageOf(session Session) hpp.PaymentSession {
	p := session.Purchase
	page := hpp.PaymentSession{
		State: hpp.PaymentOpen, ExpiresAt: session.ExpiresAt, Reference: p.MerchantReference1, Theme: purchase.ThemeOf(p.Options),
		Channel: hpp.Channel(strings.ToUpper(cmp.Or(p.AcquiringChannel, string(hpp.Ecommerce)))),
		Purchase: hpp.Purchase{
			Country: p.PurchaseCountry, Currency: p.PurchaseCurrency, Locale: p.Locale,
			Amount: p.OrderAmount, Tax: purchase.Tax(p), Lines: purchase.LinesOf(p.OrderLines),
		},
		Methods: purchase.MethodsOf(marketOf(p).Categories, p.Locale, p.OrderAmount), Payer: toldOf(session),
	}
	switch {
	case session.Complete():
		page.State, page.Payer = hpp.PaymentComplete, hpp.Payer{}
	case session.Cancelled:
		page.State, page.Payer = hpp.PaymentCancelled, hpp.Payer{}
	}
	return page
}

// toldOf is what the merchant said of the payer when it made the session.
func toldOf(session Session) hpp.Payer {
	a := session.Purchase.BillingAddress
	return hpp.Payer{
		Email: a.Email, Phone: a.Phone, GivenName: a.GivenName, FamilyName: a.FamilyName,
		DateOfBirth:   session.Purchase.Customer.DateOfBirth,
		StreetAddress: a.StreetAddress, StreetAddress2: a.StreetAddress2,
		PostalCode: a.PostalCode, City: a.City, Region: a.Region, Country: strings.ToUpper(a.Country),
	}
}

// PlaceForPage turns an authorization into the order of its session's cart. The
// same token again answers the order that it became.
func (s *Service) PlaceForPage(ctx context.Context, merchant hpp.MerchantID, token string) (hpp.Order, error) {
	now, id := s.now(), s.NewID()
	var placed order.Order
	var paymentID string
	_, err := s.Store.UpdateAuthorized(ctx, merchant, token, endpoint.IdempotencyKey{At: now}, func(session *Session) (*order.Order, endpoint.Answer, error) {
		placed, paymentID = order.Order{}, session.ID
		if session.Placed != nil {
			return nil, endpoint.Answer{}, nil
		}
		made, answer, err := s.place(ctx, session, token, placement{id: id, sent: cartOf(session.Purchase), at: now})
		if err == nil {
			placed = *made
		}
		return made, answer, err
	})
	if err != nil {
		return hpp.Order{}, endpoint.NotFoundAs(err, ErrNoToken)
	}
	if placed.ID == "" { // by an earlier call
		if placed, err = s.Store.OrderOf(ctx, paymentID); err != nil {
			return hpp.Order{}, err
		}
	}
	s.Wake(endpoint.Kinds(placed.Jobs)...)
	return hpp.Order{ID: placed.ID, Reference: placed.Reference, Pending: placed.Fraud == order.FraudPending}, nil
}

// cartOf is what the page orders of a session. Addresses stay out: what the
// payer typed is part of the authorization already.
func cartOf(p purchase.Purchase) purchase.Purchase {
	return purchase.Purchase{
		PurchaseCountry: p.PurchaseCountry, PurchaseCurrency: p.PurchaseCurrency, Locale: p.Locale,
		OrderAmount: p.OrderAmount, OrderTaxAmount: purchase.Tax(p), OrderLines: p.OrderLines,
		MerchantUrls: p.MerchantUrls, MerchantData: p.MerchantData,
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2,
	}
}
