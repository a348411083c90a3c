package client

import (
	"context"
	"net/http"
	"time"
)

// CheckoutURLs are a Checkout order's addresses; all are needed but Validation.
type CheckoutURLs struct {
	Terms        string `json:"terms"`
	Checkout     string `json:"checkout"`
	Confirmation string `json:"confirmation"`
	Push         string `json:"push"`
	Validation   string `json:"validation,omitempty"`
}

// CheckoutPurchase is what is bought, of an order that the payer completes in the
// Checkout snippet (docs/spec/provider.md B).
type CheckoutPurchase struct {
	Purchase
	URLs *CheckoutURLs `json:"merchant_urls,omitempty"`
}

// CheckoutOrder is an order on its way.
type CheckoutOrder struct {
	CheckoutPurchase
	OrderID     string    `json:"order_id"`
	Status      string    `json:"status"`       // checkout_incomplete or checkout_complete
	Snippet     string    `json:"html_snippet"` // for the shop's page
	StartedAt   time.Time `json:"started_at"`
	CompletedAt time.Time `json:"completed_at"`
}

// CreateCheckout begins an order.
func (c *Client) CreateCheckout(ctx context.Context, p CheckoutPurchase, options ...Option) (made CheckoutOrder, err error) {
	_, err = c.do(ctx, exchange{op: "create checkout order", method: http.MethodPost, path: "/checkout/v3/orders", in: p, out: &made, want: http.StatusCreated}, options...)
	return made, err
}

// onCheckout is a call on one Checkout order; its path is what follows the order's.
func (c *Client) onCheckout(ctx context.Context, id string, e exchange, options []Option) (order CheckoutOrder, err error) {
	id, err = segment("checkout order id", id)
	if err != nil {
		return CheckoutOrder{}, err
	}
	e.path, e.out, e.want = "/checkout/v3/orders/"+id+e.path, &order, http.StatusOK
	_, err = c.do(ctx, e, options...)
	return order, err
}

// ReadCheckout reads an order on its way.
func (c *Client) ReadCheckout(ctx context.Context, id string) (CheckoutOrder, error) {
	return c.onCheckout(ctx, id, exchange{op: "read checkout order", method: http.MethodGet}, nil)
}

// UpdateCheckout changes what is bought.
func (c *Client) UpdateCheckout(ctx context.Context, id string, p CheckoutPurchase, options ...Option) (CheckoutOrder, error) {
	return c.onCheckout(ctx, id, exchange{op: "update checkout order", method: http.MethodPost, in: p}, options)
}

// AbortCheckout calls an order off that nobody completed.
func (c *Client) AbortCheckout(ctx context.Context, id string, options ...Option) (CheckoutOrder, error) {
	return c.onCheckout(ctx, id, exchange{op: "abort checkout order", method: http.MethodPost, path: "/abort"}, options)
}
