package payment

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// CreateSession judges a purchase and keeps it for 48 hours.
func (s *Service) CreateSession(ctx context.Context, m hpp.Merchant, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := purchase.Parse(tree, s.Callable)
	if err != nil {
		return endpoint.Answer{}, endpoint.AsError(err)
	}
	return s.insertSession(ctx, m.ID(), m.Name(), wanted, key)
}

// insertSession keeps a purchase that was judged.
func (s *Service) insertSession(ctx context.Context, merchant hpp.MerchantID, shop string, wanted purchase.Purchase, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	now := s.now()
	session := Session{
		ID: s.NewID(), Merchant: merchant, Purchase: wanted,
		CreatedAt: now, ExpiresAt: now.Add(sessionLife),
	}
	session.ClientToken = s.clientToken(session, shop)
	answer, err := endpoint.JSONAnswer(http.StatusOK, payments.CreatedSession{
		SessionId: session.ID, ClientToken: session.ClientToken, PaymentMethodCategories: s.categories(wanted),
	})
	if err != nil {
		return endpoint.Answer{}, err
	}
	answer, err = s.Store.InsertSession(ctx, session, answer, key)
	if err == nil { // the merchant puts a hosted page on it next
		session.Version = 1
		s.pages.keep(session)
	}
	return answer, err
}

// categories are what a payer may choose from, labelled in the session's
// language. The billing country, where there is one, decides over the
// purchase country (docs/spec/provider.md A.3.1).
func (s *Service) categories(p purchase.Purchase) []payments.PaymentMethodCategory {
	offered := []payments.PaymentMethodCategory{}
	for _, category := range marketOf(p).Categories {
		method, _ := market.MethodOf(category)
		image := s.PublicURL + assetPath + category + ".svg"
		offered = append(offered, payments.PaymentMethodCategory{
			Identifier: category, Name: method.Name(p.Locale),
			AssetUrls: payments.AssetURLs{Descriptive: image, Standard: image},
		})
	}
	return offered
}

func marketOf(p purchase.Purchase) market.Market {
	if m, ok := market.Of(p.BillingAddress.Country); ok {
		return m
	}
	m, _ := market.Of(p.PurchaseCountry)
	return m
}
