package payment

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Authorize starts a payer's attempt or goes on with the one of the same key.
// A finished attempt answers the same for ever.
func (s *Service) Authorize(ctx context.Context, m hpp.Merchant, sessionID string, r payments.AuthorizeRequest) (payments.AuthorizeAnswer, error) {
	if err := payer.CheckKey(r); err != nil {
		return payments.AuthorizeAnswer{}, err
	}
	now, token := s.now(), endpoint.NewToken()
	saved, err := s.Store.Attempt(ctx, m.ID(), sessionID, r.Key, func(session *Session, tried *payer.Attempt) error {
		return session.advance(tried, r, token, now)
	})
	if typed, ok := errors.AsType[*payer.Incorrect](err); ok {
		return payments.AuthorizeAnswer{Result: payments.ResultIncorrect, Fields: typed.Fields}, nil
	}
	if err != nil {
		return payments.AuthorizeAnswer{}, endpoint.NotFoundAs(err, ErrNoSession)
	}
	if saved.State == payer.Approved {
		s.Wake(merchantcalls.AuthorizationKind)
	}
	return saved.Answer(), nil
}

// advance carries an attempt on. An approval grants token and replaces the
// session's older authorization.
func (s *Session) advance(tried *payer.Attempt, r payments.AuthorizeRequest, token string, now time.Time) error {
	switch {
	case tried.Over():
		return nil
	case s.Over(now):
		return ErrNoSession
	case s.Complete():
		return ErrCompleted
	}
	passed, err := tried.Advance(s.offer(), r, now)
	if err != nil || passed == nil {
		return err
	}
	s.Authorization = &Authorization{
		Token: token, Category: tried.Category, Review: passed.Review,
		Agreed:    withPayer(s.Purchase, passed.Payer),
		Given:     &s.Purchase.BillingAddress,
		GrantedAt: now, ExpiresAt: now.Add(authorizationLife),
	}
	tried.Approve(token)
	if told := s.Purchase.MerchantUrls.Authorization; told != "" {
		s.Jobs = append(s.Jobs, merchantcalls.Authorization(merchantcalls.FillPlaceholders(told, "session.id", s.ID), s.ID, token, now))
	}
	return nil
}

func (s *Session) offer() payer.Offer {
	market := marketOf(s.Purchase)
	return payer.Offer{
		Market: market, Country: s.Purchase.PurchaseCountry, Currency: s.Purchase.PurchaseCurrency,
		Amount: s.Purchase.OrderAmount, Categories: market.Categories,
	}
}

// withPayer lays what the payer typed over what the merchant knew.
func withPayer(p payments.Purchase, typed payments.Payer) payments.Purchase {
	if typed.WholeAddress {
		p.BillingAddress.StreetAddress2, p.BillingAddress.Region = "", ""
	}
	address := payments.Address{
		Email: typed.Email, Phone: typed.Phone, GivenName: typed.GivenName, FamilyName: typed.FamilyName,
		StreetAddress: typed.StreetAddress, StreetAddress2: typed.StreetAddress2,
		PostalCode: typed.PostalCode, City: typed.City, Region: typed.Region, Country: typed.Country,
	}
	if purchase.Renamed(p.BillingAddress, address) {
		p.Customer.Title, p.Customer.Gender, p.Customer.DateOfBirth = "", "", ""
	}
	p.BillingAddress = purchase.Typed(p.BillingAddress, address)
	if typed.DateOfBirth != "" {
		p.Customer.DateOfBirth = typed.DateOfBirth
	}
	return p
}
