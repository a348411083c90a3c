package token

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/wire/customertoken"
)

// Read answers a token.
func (s *Service) Read(ctx context.Context, m hpp.Merchant, id string) (customertoken.Token, error) {
	t, err := s.Store.Token(ctx, m.ID(), id)
	if err != nil {
		return customertoken.Token{}, endpoint.NotFoundAs(err, errNoToken)
	}
	method, _ := market.MethodOf(t.Category)
	answer := customertoken.Token{Status: string(t.Status), PaymentMethodType: method.OrderType}
	keeper, ok := s.Acquirer.(acquirer.TokenKeeper)
	if !ok {
		return answer, nil
	}
	charged, err := keeper.Instrument(ctx, t.Category)
	if err != nil {
		return customertoken.Token{}, err
	}
	answer.Card = customertoken.Card{Brand: charged.Card.Brand, ExpiryDate: charged.Card.ExpiryDate, MaskedNumber: charged.Card.MaskedNumber}
	answer.DirectDebit = customertoken.DirectDebit{MaskedNumber: charged.Debit.MaskedNumber}
	return answer, nil
}

// Cancel ends a token finally; a repeat gets the same answer.
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
