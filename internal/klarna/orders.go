package klarna

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
)

const (
	authorizationsPath = "/payments/v1/authorizations/"
	ordersPath         = "/ordermanagement/v1/orders/"
)

// PlaceOrder implements hpp.Provider: body is sent as it is, so that a repeat
// after a lost answer gets the first answer (docs/spec/upstream.md U2.3). After a
// refusal Outcome says whether an order stands all the same.
func (p Payments) PlaceOrder(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, token string, body []byte) (hpp.Order, error) {
	var order hpp.Order
	err := p.inNameOf(ctx, merchant, ref, func(login upstream.Login) error {
		var placed placedMembers
		err := p.do(ctx, login, call{
			name: "place order", method: http.MethodPost, path: authorizationsPath + url.PathEscape(token) + "/order", body: body, into: &placed,
		})
		if err == nil && placed.OrderID == "" {
			err = &unknownError{text: "klarna: place order: the answer has no order_id"}
		}
		if err != nil {
			return err
		}
		order = hpp.Order{ID: placed.OrderID, Pending: placed.FraudStatus == pending}
		order.Reference, err = p.reference(ctx, login, placed.OrderID)
		return err
	})
	return order, err
}

// reference is what people call an order. The order stands whatever reading it
// says: one that its account may not read has none.
func (c *Client) reference(ctx context.Context, login upstream.Login, id string) (string, error) {
	order, err := c.readOrder(ctx, login, id)
	_, refused := errors.AsType[*hpp.Refusal](err)
	_, wrong := errors.AsType[*hpp.AccountError](err)
	if refused || wrong || errors.Is(err, hpp.ErrNotFound) {
		return "", nil
	}
	return order.KlarnaReference, err
}

// readOrder reads an order that was placed; hpp.ErrNotFound when it is not there.
func (c *Client) readOrder(ctx context.Context, login upstream.Login, id string) (order orderMembers, err error) {
	err = c.do(ctx, login, call{name: "read order", method: http.MethodGet, path: ordersPath + url.PathEscape(id), into: &order, found: true})
	if err == nil && order.OrderID == "" {
		err = &unknownError{text: "klarna: read order: the answer has no order_id"}
	}
	return order, err
}

// Capture implements hpp.Provider.
func (c *Client) Capture(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, orderID string, amount int64, key string) error {
	return c.inNameOf(ctx, merchant, ref, func(login upstream.Login) error {
		return c.do(ctx, login, call{
			name: "capture", method: http.MethodPost, path: ordersPath + url.PathEscape(orderID) + "/captures", key: key,
			body: ordermanagement.NewCapture{CapturedAmount: amount},
		})
	})
}

// Release implements hpp.Provider. An authorization that is gone needs no
// release, so that a repeat is no error.
func (p Payments) Release(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, token string) error {
	err := p.inNameOf(ctx, merchant, ref, func(login upstream.Login) error {
		return p.do(ctx, login, call{name: "release", method: http.MethodDelete, path: authorizationsPath + url.PathEscape(token)})
	})
	if isMissing(err) {
		return nil
	}
	return err
}
