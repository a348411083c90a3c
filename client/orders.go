package client

import (
	"context"
	"net/http"
	"time"
)

// Order is an order as Order Management keeps it (docs/spec/provider.md C.2.1). Amounts
// are minor units of Currency.
type Order struct {
	OrderID     string `json:"order_id"`
	Status      string `json:"status"`       // AUTHORIZED, PART_CAPTURED, CAPTURED, CANCELLED, EXPIRED or CLOSED
	FraudStatus string `json:"fraud_status"` // ACCEPTED, PENDING or REJECTED
	Reference   string `json:"klarna_reference"`
	Currency    string `json:"purchase_currency"`
	Amount      int64  `json:"order_amount"`
	Captured    int64  `json:"captured_amount"`
	Refunded    int64  `json:"refunded_amount"`
	// Remaining is what may still be captured.
	Remaining  int64     `json:"remaining_authorized_amount"`
	Reference1 string    `json:"merchant_reference1"`
	Reference2 string    `json:"merchant_reference2"`
	Captures   []Capture `json:"captures"`
	CreatedAt  time.Time `json:"created_at"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// Capture is money taken on an order.
type Capture struct {
	CaptureID  string    `json:"capture_id"`
	Amount     int64     `json:"captured_amount"`
	CapturedAt time.Time `json:"captured_at"`
}

// NewCapture asks for money of an order, most often when goods are sent.
type NewCapture struct {
	Amount      int64  `json:"captured_amount"`       // minor units, up to the order's Remaining
	Description string `json:"description,omitempty"` // the payer reads it
	Reference   string `json:"reference,omitempty"`
}

// ReadOrder reads an order.
func (c *Client) ReadOrder(ctx context.Context, id string) (Order, error) {
	id, err := segment("order id", id)
	if err != nil {
		return Order{}, err
	}
	var order Order
	_, err = c.do(ctx, exchange{
		op: "read order", method: http.MethodGet, path: "/ordermanagement/v1/orders/" + id,
		out: &order, want: http.StatusOK,
	})
	return order, err
}

// CaptureOrder takes money on an order and answers the capture's id. Always
// give it WithIdempotencyKey: repeated without one, it takes the money twice.
func (c *Client) CaptureOrder(ctx context.Context, id string, n NewCapture, options ...Option) (string, error) {
	id, err := segment("order id", id)
	if err != nil {
		return "", err
	}
	header, err := c.do(ctx, exchange{
		op: "capture order", method: http.MethodPost, path: "/ordermanagement/v1/orders/" + id + "/captures",
		in: n, want: http.StatusCreated,
	}, options...)
	if err != nil {
		return "", err
	}
	return madeID(header, "Capture-Id"), nil
}
