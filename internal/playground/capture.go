package playground

import (
	"context"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/purchase"
)

// CaptureOrder takes part or all of what an order still holds.
func (s *Service) CaptureOrder(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, once Once) (Answer, error) {
	wanted, err := purchase.ParseCapture(tree)
	if err != nil {
		return Answer{}, unprocessable(err)
	}
	now := s.now()
	capture := Capture{
		ID: s.NewID(), Amount: wanted.Amount, Description: wanted.Description, Reference: wanted.Reference,
		Lines: wanted.Lines, Shipping: wanted.Shipping,
	}
	answer, err := s.Store.UpdateOrder(ctx, m.ID(), orderID, once, func(order *Order) (Answer, error) {
		if err := order.capture(capture, now); err != nil {
			return Answer{}, err
		}
		return Answer{Status: http.StatusCreated, Header: map[string]string{
			"Capture-Id": capture.ID,
			"Location":   s.APIURL + "/ordermanagement/v1/orders/" + url.PathEscape(order.ID) + "/captures/" + url.PathEscape(capture.ID),
		}}, nil
	})
	return answer, instead(err, noOrder(orderID))
}
