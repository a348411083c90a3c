package client

import (
	"context"
	"net/http"
)

// NewCustomerToken asks for a standing consent to later charges.
type NewCustomerToken struct {
	Country     string `json:"purchase_country"`  // ISO 3166-1 alpha-2
	Currency    string `json:"purchase_currency"` // ISO 4217
	Locale      string `json:"locale"`
	Description string `json:"description"`
	IntendedUse string `json:"intended_use"` // SUBSCRIPTION
}

// CustomerToken is how a standing consent stands.
type CustomerToken struct {
	Status string `json:"status"` // active, cancelled or suspended
	Method string `json:"payment_method_type"`
}

// TokenCharge is a purchase by a customer token; amounts are minor units of Currency,
// which is the token's.
type TokenCharge struct {
	Currency    string      `json:"purchase_currency"`
	Amount      int64       `json:"order_amount"`
	TaxAmount   int64       `json:"order_tax_amount"`
	Lines       []OrderLine `json:"order_lines"`
	Reference1  string      `json:"merchant_reference1,omitempty"`
	Reference2  string      `json:"merchant_reference2,omitempty"`
	AutoCapture bool        `json:"auto_capture,omitempty"`
}

// CreateCustomerToken turns an authorization into a customer token and answers its id.
func (c *Client) CreateCustomerToken(ctx context.Context, authorization string, n NewCustomerToken, options ...Option) (string, error) {
	authorization, err := segment("authorization token", authorization)
	if err != nil {
		return "", err
	}
	var made struct {
		TokenID string `json:"token_id"`
	}
	_, err = c.do(ctx, exchange{
		op: "create customer token", method: http.MethodPost, path: "/payments/v1/authorizations/" + authorization + "/customer-token",
		in: n, out: &made, want: http.StatusOK,
	}, options...)
	return made.TokenID, err
}

// onToken is a call on one customer token; its path is what follows the token's.
func (c *Client) onToken(ctx context.Context, token string, e exchange, options ...Option) error {
	token, err := segment("customer token", token)
	if err != nil {
		return err
	}
	e.path = "/customer-token/v1/tokens/" + token + e.path
	_, err = c.do(ctx, e, options...)
	return err
}

// ReadCustomerToken reads a customer token.
func (c *Client) ReadCustomerToken(ctx context.Context, token string) (read CustomerToken, err error) {
	err = c.onToken(ctx, token, exchange{op: "read customer token", method: http.MethodGet, out: &read, want: http.StatusOK})
	return read, err
}

// ChargeCustomerToken places an order without the payer. Always give it
// WithIdempotencyKey: repeated without one, it charges twice.
func (c *Client) ChargeCustomerToken(ctx context.Context, token string, charge TokenCharge, options ...Option) (placed PlacedOrder, err error) {
	err = c.onToken(ctx, token, exchange{op: "charge customer token", method: http.MethodPost, path: "/order", in: charge, out: &placed, want: http.StatusOK}, options...)
	return placed, err
}

// CancelCustomerToken ends a standing consent for good.
func (c *Client) CancelCustomerToken(ctx context.Context, token string, options ...Option) error {
	return c.onToken(ctx, token, exchange{
		op: "cancel customer token", method: http.MethodPatch, path: "/status", in: map[string]string{"status": "CANCELLED"}, want: http.StatusAccepted,
	}, options...)
}
