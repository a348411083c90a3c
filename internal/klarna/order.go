package klarna

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

const orders = "/ordermanagement/v1/orders/"

// PlaceOrder turns an authorization into an order. The order repeats the session's cart,
// which cannot change once the order stands, so that a repeat has the same
// body and gets the same answer.
func (c *Client) PlaceOrder(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, token string, _ []byte) (hpp.Order, error) {
	session, err := c.session(ctx, merchant, ref)
	if errors.Is(err, hpp.ErrNotFound) {
		// A session with an order stays readable: there is none.
		return hpp.Order{}, &hpp.Refusal{Code: "NOT_FOUND", Message: "the payment session is gone"}
	}
	if err != nil {
		return hpp.Order{}, err
	}
	var placed payments.PlacedOrder
	err = c.do(ctx, merchant, "place order", call{
		method: http.MethodPost, path: "/payments/v1/authorizations/" + url.PathEscape(token) + "/order",
		body: orderOf(session), want: []int{http.StatusOK}, into: &placed,
	})
	if err != nil {
		return hpp.Order{}, err
	}
	if placed.OrderId == "" {
		return hpp.Order{}, errors.New("klarna: place order: the answer has no order_id")
	}
	var order ordermanagement.Order
	err = c.do(ctx, merchant, "read order", call{
		method: http.MethodGet, path: orders + url.PathEscape(placed.OrderId), want: []int{http.StatusOK}, into: &order,
	})
	if refused, ok := errors.AsType[*hpp.Refusal](err); ok {
		// The order stands whatever reading it says: the outcome is not "no".
		return hpp.Order{}, errors.New("klarna: read order: " + refused.Code)
	}
	if err != nil {
		return hpp.Order{}, err
	}
	return hpp.Order{ID: placed.OrderId, Reference: order.KlarnaReference, Pending: placed.FraudStatus == "PENDING"}, nil
}

// orderOf is the order of a session. Addresses stay out: what the payer typed
// is part of the authorization already.
func orderOf(s payments.Session) payments.Purchase {
	return payments.Purchase{
		PurchaseCountry: s.PurchaseCountry, PurchaseCurrency: s.PurchaseCurrency, Locale: s.Locale,
		OrderAmount: s.OrderAmount, OrderTaxAmount: s.OrderTaxAmount, OrderLines: s.OrderLines,
		MerchantUrls: s.MerchantUrls, MerchantData: s.MerchantData,
		MerchantReference1: s.MerchantReference1, MerchantReference2: s.MerchantReference2,
	}
}

// Capture takes an amount, in minor units, of an order.
func (c *Client) Capture(ctx context.Context, merchant hpp.MerchantID, _ hpp.PaymentRef, orderID string, amount int64, key string) error {
	return c.do(ctx, merchant, "capture", call{
		method: http.MethodPost, path: orders + url.PathEscape(orderID) + "/captures", key: key,
		body: ordermanagement.NewCapture{CapturedAmount: amount},
		want: []int{http.StatusCreated, http.StatusOK},
	})
}

// Release gives back an authorization that no order will use. One that is gone
// needs no release, so that a repeat is no error.
func (c *Client) Release(ctx context.Context, merchant hpp.MerchantID, _ hpp.PaymentRef, token string) error {
	err := c.do(ctx, merchant, "release", call{
		method: http.MethodDelete, path: "/payments/v1/authorizations/" + url.PathEscape(token),
		want: []int{http.StatusNoContent},
	})
	if errors.Is(missing(err), hpp.ErrNotFound) {
		return nil
	}
	return err
}
