package order

import (
	"context"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
)

// CaptureOrder takes part or all of what an order still holds.
func (s *Service) CaptureOrder(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, once exchange.Once) (exchange.Answer, error) {
	wanted, err := ParseCapture(tree)
	if err != nil {
		return exchange.Answer{}, unprocessable(err)
	}
	now := s.now()
	capture := Capture{
		ID: s.NewID(), Amount: wanted.Amount, Description: wanted.Description, Reference: wanted.Reference,
		Lines: wanted.Lines, Shipping: wanted.Shipping,
	}
	answer, err := s.Store.UpdateOrder(ctx, m.ID(), orderID, once, func(order *Order) (exchange.Answer, error) {
		if err := order.capture(capture, now); err != nil {
			return exchange.Answer{}, err
		}
		return exchange.Answer{Status: http.StatusCreated, Header: map[string]string{
			"Capture-Id": capture.ID,
			"Location":   s.APIURL + "/ordermanagement/v1/orders/" + url.PathEscape(order.ID) + "/captures/" + url.PathEscape(capture.ID),
		}}, nil
	})
	return answer, exchange.Instead(err, noOrder(orderID))
}
