package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Purchase is what is being bought (docs/spec/provider.md A.3.1). Amounts include tax
// and are minor units of Currency.
type Purchase struct {
	Country    string      `json:"purchase_country"`  // ISO 3166-1 alpha-2
	Currency   string      `json:"purchase_currency"` // ISO 4217
	Locale     string      `json:"locale,omitempty"`  // language-country; en-US when empty
	Amount     int64       `json:"order_amount"`
	TaxAmount  int64       `json:"order_tax_amount"`
	Lines      []OrderLine `json:"order_lines"`
	Reference1 string      `json:"merchant_reference1,omitempty"` // the shop's order number
	Reference2 string      `json:"merchant_reference2,omitempty"`
	Channel    string      `json:"acquiring_channel,omitempty"` // ECOMMERCE when empty, IN_STORE or TELESALES
	// Billing prefills the payer's details. Leave it out of PlaceOrder: the
	// payer may have corrected it, and a difference is refused.
	Billing *Address `json:"billing_address,omitempty"`
}

// Address is who pays and where they live (docs/spec/provider.md A.3.2).
type Address struct {
	GivenName  string `json:"given_name,omitempty"`
	FamilyName string `json:"family_name,omitempty"`
	Email      string `json:"email,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Street     string `json:"street_address,omitempty"`
	PostalCode string `json:"postal_code,omitempty"`
	City       string `json:"city,omitempty"`
	Region     string `json:"region,omitempty"`  // required in the United States
	Country    string `json:"country,omitempty"` // ISO 3166-1 alpha-2
}

// The types of an order line.
const (
	LinePhysical    = "physical"
	LineDigital     = "digital"
	LineDiscount    = "discount"
	LineShippingFee = "shipping_fee"
	LineSalesTax    = "sales_tax"
	LineGiftCard    = "gift_card"
	LineStoreCredit = "store_credit"
	LineSurcharge   = "surcharge"
)

// OrderLine is one line of a purchase (docs/spec/provider.md A.3.4): Total is Quantity
// times UnitPrice less Discount, and TotalTax the tax within it. A line of type
// discount has negative amounts.
type OrderLine struct {
	Type         string `json:"type,omitempty"`
	Reference    string `json:"reference,omitempty"` // article number
	Name         string `json:"name"`
	Quantity     int64  `json:"quantity"`
	QuantityUnit string `json:"quantity_unit,omitempty"`
	UnitPrice    int64  `json:"unit_price"`
	TaxRate      int64  `json:"tax_rate"` // percent times 100
	Total        int64  `json:"total_amount"`
	Discount     int64  `json:"total_discount_amount,omitempty"`
	TotalTax     int64  `json:"total_tax_amount"`
}

// CreatedPayment is the answer to a new payment session.
type CreatedPayment struct {
	SessionID   string            `json:"session_id"`
	ClientToken string            `json:"client_token"`
	Categories  []PaymentCategory `json:"payment_method_categories"`
}

// PaymentCategory is a group of payment methods the payer may choose from.
type PaymentCategory struct {
	Identifier string `json:"identifier"` // such as pay_later
	Name       string `json:"name"`       // in the purchase's language
}

// Payment is a payment session as read.
type Payment struct {
	Purchase
	Status     string            `json:"status"` // incomplete, then complete
	Categories []PaymentCategory `json:"payment_method_categories"`
	ExpiresAt  time.Time         `json:"expires_at"`
}

// CreatePayment makes a payment session, which lives 48 hours. What must add
// up and does not is an *Error with the code BAD_VALUE.
func (c *Client) CreatePayment(ctx context.Context, p Purchase, options ...Option) (CreatedPayment, error) {
	var created CreatedPayment
	_, err := c.do(ctx, exchange{
		op: "create payment session", method: http.MethodPost, path: "/payments/v1/sessions",
		in: p, out: &created, want: http.StatusOK,
	}, options...)
	return created, err
}

// ReadPayment reads a payment session.
func (c *Client) ReadPayment(ctx context.Context, id string) (Payment, error) {
	id, err := segment("payment session id", id)
	if err != nil {
		return Payment{}, err
	}
	var payment Payment
	_, err = c.do(ctx, exchange{
		op: "read payment session", method: http.MethodGet, path: "/payments/v1/sessions/" + id,
		out: &payment, want: http.StatusOK,
	})
	return payment, err
}

// PlacedOrder is the answer to placing an order.
type PlacedOrder struct {
	OrderID     string `json:"order_id"`
	FraudStatus string `json:"fraud_status"` // ACCEPTED, PENDING or REJECTED
	RedirectURL string `json:"redirect_url"`
}

// PlaceOrder turns an authorization into an order. It is for pages that stop
// after the authorization (place-order mode NONE); the purchase must be the one
// that was authorized. A token works once and for 60 minutes.
func (c *Client) PlaceOrder(ctx context.Context, token string, p Purchase, options ...Option) (PlacedOrder, error) {
	token, err := segment("authorization token", token)
	if err != nil {
		return PlacedOrder{}, err
	}
	var placed PlacedOrder
	_, err = c.do(ctx, exchange{
		op: "place order", method: http.MethodPost, path: "/payments/v1/authorizations/" + token + "/order",
		in: p, out: &placed, want: http.StatusOK,
	}, options...)
	return placed, err
}

// PaymentURL is the address of a payment session, as CreateSession wants it.
func (c *Client) PaymentURL(id string) string {
	return c.base() + "/payments/v1/sessions/" + url.PathEscape(id)
}

// UpdatePayment changes what is bought, before the payer has paid.
func (c *Client) UpdatePayment(ctx context.Context, id string, p Purchase, options ...Option) error {
	id, err := segment("payment session id", id)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{op: "update payment session", method: http.MethodPost, path: "/payments/v1/sessions/" + id, in: p, want: http.StatusNoContent}, options...)
	return err
}

// CancelAuthorization lets an authorization go of which no order will be made.
func (c *Client) CancelAuthorization(ctx context.Context, token string) error {
	token, err := segment("authorization token", token)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{op: "cancel authorization", method: http.MethodDelete, path: "/payments/v1/authorizations/" + token, want: http.StatusNoContent})
	return err
}
