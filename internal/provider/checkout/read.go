package checkout

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/wire/checkout"
)

// Read answers an order until its 48 hours are over.
func (s *Service) Read(ctx context.Context, m hpp.Merchant, id string) (checkout.OrderAnswer, error) {
	o, err := s.order(ctx, m.ID(), id)
	if err != nil {
		return checkout.OrderAnswer{}, err
	}
	return s.answer(o), nil
}

func (s *Service) order(ctx context.Context, merchant hpp.MerchantID, id string) (Order, error) {
	o, err := s.Store.Checkout(ctx, merchant, id)
	if err == nil && o.Over(s.now()) {
		err = endpoint.ErrNotFound
	}
	return o, endpoint.NotFoundAs(err, noOrder(id))
}

// answer is an order as recorded: countries in lower case, times in whole
// seconds (docs/spec/provider.md B.4).
func (s *Service) answer(o Order) checkout.OrderAnswer {
	p := o.Purchase
	country := strings.ToLower(p.PurchaseCountry)
	p.PurchaseCountry = country
	p.BillingAddress.Country = cmp.Or(p.BillingAddress.Country, country)
	if p.ShippingAddress == (Address{}) {
		p.ShippingAddress = p.BillingAddress
	}
	p.ShippingAddress.Country = cmp.Or(p.ShippingAddress.Country, country)
	answer := checkout.OrderAnswer{
		OrderID: o.ID, Status: checkout.Status(o.Status), RecurringToken: o.Token, Purchase: wireOf(p), HTMLSnippet: s.snippet(o),
		StartedAt: o.StartedAt.Format(time.RFC3339), LastModifiedAt: o.ModifiedAt.Format(time.RFC3339),
	}
	if !o.CompletedAt.IsZero() {
		answer.CompletedAt = o.CompletedAt.Format(time.RFC3339)
	}
	return answer
}
