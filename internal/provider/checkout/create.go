package checkout

import (
	"context"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// Create judges an order and keeps it.
func (s *Service) Create(ctx context.Context, m hpp.Merchant, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := Parse(tree, s.Callable)
	if err != nil {
		return endpoint.Answer{}, badValue(err)
	}
	now := s.now()
	order := Order{
		ID: s.NewID(), Merchant: m.ID(), Shop: m.Name(), Purchase: wanted, Status: StatusIncomplete,
		StartedAt: now, ModifiedAt: now, ExpiresAt: now.Add(life),
	}
	answer, err := s.jsonAnswer(http.StatusCreated, order)
	if err != nil {
		return endpoint.Answer{}, err
	}
	answer.Header = map[string]string{"Location": s.address(order.ID)}
	return s.Store.InsertCheckout(ctx, order, answer, key)
}

// address is an order's place in the API.
func (s *Service) address(id string) string {
	return s.APIURL + "/checkout/v3/orders/" + url.PathEscape(id)
}

func (s *Service) jsonAnswer(status int, o Order) (endpoint.Answer, error) {
	return endpoint.JSONAnswer(status, s.answer(o))
}
