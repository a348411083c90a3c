package client

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// NewRefund gives captured money of an order back.
type NewRefund struct {
	Amount      int64       `json:"refunded_amount"`       // minor units, up to what was captured and not refunded
	Description string      `json:"description,omitempty"` // the payer reads it
	Reference   string      `json:"reference,omitempty"`
	Lines       []OrderLine `json:"order_lines,omitempty"` // what comes back
}

// Refund is money given back.
type Refund struct {
	RefundID    string      `json:"refund_id"`
	Amount      int64       `json:"refunded_amount"`
	RefundedAt  time.Time   `json:"refunded_at"`
	Description string      `json:"description"`
	Reference   string      `json:"reference"`
	Lines       []OrderLine `json:"order_lines"`
}

// AuthorizationChange is an order's new total, with its lines where they change too.
type AuthorizationChange struct {
	Amount      int64       `json:"order_amount"`
	Description string      `json:"description,omitempty"`
	Lines       []OrderLine `json:"order_lines,omitempty"`
}

// CustomerChange holds the members of addresses that change; one of the two at least.
type CustomerChange struct {
	Billing  *Address `json:"billing_address,omitempty"`
	Shipping *Address `json:"shipping_address,omitempty"`
}

// References are the shop's own of an order. A nil one stays as it is.
type References struct {
	Reference1 *string `json:"merchant_reference1,omitempty"`
	Reference2 *string `json:"merchant_reference2,omitempty"`
}

// ShippingInfo says where a parcel is.
type ShippingInfo struct {
	Company        string `json:"shipping_company,omitempty"`
	Method         string `json:"shipping_method,omitempty"`
	TrackingNumber string `json:"tracking_number,omitempty"`
	TrackingURI    string `json:"tracking_uri,omitempty"`
}

// DueDateOption is by how many days a due date can be put off, and for which fee
// in minor units.
type DueDateOption struct {
	Days   int   `json:"number_of_days"`
	Amount int64 `json:"amount"`
}

// onOrder is a call on one order; its path is what follows the order's.
func (c *Client) onOrder(ctx context.Context, id string, e exchange, options ...Option) (http.Header, error) {
	id, err := segment("order id", id)
	if err != nil {
		return nil, err
	}
	e.path = "/ordermanagement/v1/orders/" + id + e.path
	return c.do(ctx, e, options...)
}

// onCapture is a call on one capture of an order.
func (c *Client) onCapture(ctx context.Context, orderID, captureID string, e exchange, options ...Option) error {
	captureID, err := segment("capture id", captureID)
	if err != nil {
		return err
	}
	e.path = "/captures/" + captureID + e.path
	_, err = c.onOrder(ctx, orderID, e, options...)
	return err
}

// changeOrder posts or patches what answers without a body.
func (c *Client) changeOrder(ctx context.Context, op, method, id, below string, in any, options []Option) error {
	_, err := c.onOrder(ctx, id, exchange{op: op, method: method, path: "/" + below, in: in, want: http.StatusNoContent}, options...)
	return err
}

// madeID is the id of what was made: in a header of its own, or last in its address.
func madeID(header http.Header, name string) string {
	if id := header.Get(name); id != "" {
		return id
	}
	location := header.Get("Location")
	return location[strings.LastIndexByte(location, '/')+1:]
}

// RefundOrder gives captured money back and answers the refund's id. Always give
// it WithIdempotencyKey: repeated without one, it gives the money twice.
func (c *Client) RefundOrder(ctx context.Context, id string, n NewRefund, options ...Option) (string, error) {
	header, err := c.onOrder(ctx, id, exchange{op: "refund order", method: http.MethodPost, path: "/refunds", in: n, want: http.StatusCreated}, options...)
	if err != nil {
		return "", err
	}
	return madeID(header, "Refund-Id"), nil
}

// ReadRefund reads a refund.
func (c *Client) ReadRefund(ctx context.Context, orderID, refundID string) (Refund, error) {
	var refund Refund
	refundID, err := segment("refund id", refundID)
	if err == nil {
		_, err = c.onOrder(ctx, orderID, exchange{op: "read refund", method: http.MethodGet, path: "/refunds/" + refundID, out: &refund, want: http.StatusOK})
	}
	return refund, err
}

// ListCaptures lists an order's captures.
func (c *Client) ListCaptures(ctx context.Context, orderID string) ([]Capture, error) {
	var captures []Capture
	_, err := c.onOrder(ctx, orderID, exchange{op: "list captures", method: http.MethodGet, path: "/captures", out: &captures, want: http.StatusOK})
	return captures, err
}

// ReadCapture reads a capture.
func (c *Client) ReadCapture(ctx context.Context, orderID, captureID string) (Capture, error) {
	var capture Capture
	err := c.onCapture(ctx, orderID, captureID, exchange{op: "read capture", method: http.MethodGet, out: &capture, want: http.StatusOK})
	return capture, err
}

// AcknowledgeOrder says that the shop has the order.
func (c *Client) AcknowledgeOrder(ctx context.Context, id string, options ...Option) error {
	return c.changeOrder(ctx, "acknowledge order", http.MethodPost, id, "acknowledge", nil, options)
}

// CancelOrder calls an order off of which nothing was captured.
func (c *Client) CancelOrder(ctx context.Context, id string, options ...Option) error {
	return c.changeOrder(ctx, "cancel order", http.MethodPost, id, "cancel", nil, options)
}

// UpdateAuthorization changes an order's total.
func (c *Client) UpdateAuthorization(ctx context.Context, id string, change AuthorizationChange, options ...Option) error {
	return c.changeOrder(ctx, "update authorization", http.MethodPatch, id, "authorization", change, options)
}

// ExtendAuthorization prolongs the time in which an order can be captured.
func (c *Client) ExtendAuthorization(ctx context.Context, id string, options ...Option) error {
	return c.changeOrder(ctx, "extend authorization", http.MethodPost, id, "extend-authorization-time", nil, options)
}

// ReleaseAuthorization lets go what was not captured.
func (c *Client) ReleaseAuthorization(ctx context.Context, id string, options ...Option) error {
	return c.changeOrder(ctx, "release authorization", http.MethodPost, id, "release-remaining-authorization", nil, options)
}

// UpdateReferences changes the shop's references of an order.
func (c *Client) UpdateReferences(ctx context.Context, id string, change References, options ...Option) error {
	return c.changeOrder(ctx, "update references", http.MethodPatch, id, "merchant-references", change, options)
}

// UpdateCustomer changes the addresses of an order.
func (c *Client) UpdateCustomer(ctx context.Context, id string, change CustomerChange, options ...Option) error {
	return c.changeOrder(ctx, "update customer", http.MethodPatch, id, "customer-details", change, options)
}

// AddShippingInfo says where an order's parcels are.
func (c *Client) AddShippingInfo(ctx context.Context, id string, info []ShippingInfo, options ...Option) error {
	return c.changeOrder(ctx, "add shipping info", http.MethodPost, id, "shipping-info", map[string][]ShippingInfo{"shipping_info": info}, options)
}

// AddCaptureShippingInfo says where a capture's parcels are.
func (c *Client) AddCaptureShippingInfo(ctx context.Context, orderID, captureID string, info []ShippingInfo, options ...Option) error {
	return c.onCapture(ctx, orderID, captureID, exchange{
		op: "add shipping info", method: http.MethodPost, path: "/shipping-info", in: map[string][]ShippingInfo{"shipping_info": info}, want: http.StatusNoContent,
	}, options...)
}

// UpdateCaptureCustomer changes the addresses of a capture.
func (c *Client) UpdateCaptureCustomer(ctx context.Context, orderID, captureID string, change CustomerChange, options ...Option) error {
	return c.onCapture(ctx, orderID, captureID, exchange{
		op: "update customer", method: http.MethodPatch, path: "/customer-details", in: change, want: http.StatusNoContent,
	}, options...)
}

// TriggerSendOut has the payer sent a capture's invoice again.
func (c *Client) TriggerSendOut(ctx context.Context, orderID, captureID string, options ...Option) error {
	return c.onCapture(ctx, orderID, captureID, exchange{op: "trigger send-out", method: http.MethodPost, path: "/trigger-send-out", want: http.StatusNoContent}, options...)
}

// ReadDueDateOptions tells by how much a capture's due date can be put off; none:
// it cannot.
func (c *Client) ReadDueDateOptions(ctx context.Context, orderID, captureID string) (currency string, found []DueDateOption, err error) {
	var answer struct {
		Currency string          `json:"currency"`
		Options  []DueDateOption `json:"options"`
	}
	err = c.onCapture(ctx, orderID, captureID, exchange{op: "read due date options", method: http.MethodGet, path: "/extend-due-date-options", out: &answer, want: http.StatusOK})
	return answer.Currency, answer.Options, err
}

// ExtendDueDate puts a capture's due date off.
func (c *Client) ExtendDueDate(ctx context.Context, orderID, captureID string, days int, options ...Option) error {
	return c.onCapture(ctx, orderID, captureID, exchange{
		op: "extend due date by " + strconv.Itoa(days), method: http.MethodPatch, path: "/extend-due-date", in: map[string]int{"number_of_days": days}, want: http.StatusNoContent,
	}, options...)
}
