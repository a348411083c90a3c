package token

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/wire/customertoken"
)

// testCard and testDebit are the published test data (docs/spec/provider.md E.2).
var (
	testCard  = customertoken.Card{Brand: "VISA", ExpiryDate: "12/28", MaskedNumber: "411111******1111"}
	testDebit = customertoken.DirectDebit{MaskedNumber: "DE11************0131"}
)

// Read answers a token.
func (s *Service) Read(ctx context.Context, m hpp.Merchant, id string) (customertoken.Token, error) {
	t, err := s.Store.Token(ctx, m.ID(), id)
	if err != nil {
		return customertoken.Token{}, endpoint.NotFoundAs(err, errNoToken)
	}
	method, _ := market.MethodOf(t.Category)
	answer := customertoken.Token{Status: string(t.Status), PaymentMethodType: method.OrderType}
	switch method.OrderType {
	case "CARD":
		answer.Card = testCard
	case "DIRECT_DEBIT":
		answer.DirectDebit = testDebit
	}
	return answer, nil
}

// Cancel ends a token for good; again is answered alike.
func (s *Service) Cancel(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	o := jsonfields.Read(tree)
	if o.OneOf("status", "CANCELLED") == "" {
		o.Missing("status", "CANCELLED")
	}
	if err := o.Faults.Err(); err != nil {
		return endpoint.Answer{}, endpoint.AsError(err)
	}
	answer, err := s.Store.UpdateToken(ctx, m.ID(), id, key, func(t *Token) (*order.Order, endpoint.Answer, error) {
		t.end()
		return nil, endpoint.Answer{Status: http.StatusAccepted}, nil
	})
	return answer, endpoint.NotFoundAs(err, errNoToken)
}
