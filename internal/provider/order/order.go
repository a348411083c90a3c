package order

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// orderDays is how long an order may be captured (docs/spec/provider.md C.7).
const orderDays = 28

// FraudStatus is what the fraud check said of an order.
type FraudStatus string

// The published fraud statuses (docs/spec/provider.md G.4).
const (
	FraudAccepted FraudStatus = "ACCEPTED"
	FraudPending  FraudStatus = "PENDING"
	FraudRejected FraudStatus = "REJECTED"
)

// OrderStatus is where an order stands.
type OrderStatus string

// The published order statuses (docs/spec/provider.md G.3).
const (
	Authorized   OrderStatus = "AUTHORIZED"
	PartCaptured OrderStatus = "PART_CAPTURED"
	Captured     OrderStatus = "CAPTURED"
	Cancelled    OrderStatus = "CANCELLED"
	Expired      OrderStatus = "EXPIRED"
)

// Order is a purchase a payer owes for. Amounts are minor units.
type Order struct {
	ID             string            `json:"id"`
	SessionID      string            `json:"session_id"` // at most one order has it
	Merchant       hpp.MerchantID    `json:"merchant"`
	Reference      string            `json:"reference"` // klarna_reference
	Purchase       purchase.Purchase `json:"purchase"`
	Category       string            `json:"category"`
	Amount         int64             `json:"amount"`             // authorized
	OriginalAmount int64             `json:"original_amount"`    // when placed
	Released       int64             `json:"released,omitempty"` // given back without a capture
	Fraud          FraudStatus       `json:"fraud"`
	Decision       *Decision         `json:"decision,omitempty"` // when the fraud check ends, while pending
	// AcquirerReference names the authorization at the acquirer; empty in rows of
	// versions that did not ask one.
	AcquirerReference string `json:"acquirer_reference,omitempty"`
	// Intents are movements of money whose outcome the order does not hold yet.
	Intents []Intent `json:"intents,omitempty"`
	// RejectedAt is when the fraud check said no: the beginning of the hours in
	// which the merchant may capture all the same.
	RejectedAt time.Time `json:"rejected_at,omitzero"`
	Cancelled  bool      `json:"cancelled"`
	// Acknowledged says that the merchant knows of the order.
	Acknowledged     bool           `json:"acknowledged,omitempty"`
	Shipping         []Shipment     `json:"shipping,omitempty"`
	SelectedShipping ShippingChoice `json:"selected_shipping,omitzero"`
	// OfNothing is the capture of an order of 0. It lies in the order itself:
	// rows of captures hold money.
	OfNothing *Capture       `json:"of_nothing,omitempty"`
	Captures  []Capture      `json:"-"` // rows of their own; oldest first; never removed
	Refunds   []Refund       `json:"-"` // rows of their own; oldest first; only ever appended
	Jobs      []endpoint.Job `json:"-"` // what this change leaves to do
	Version   int64          `json:"-"` // counts saves; the store compares it
	CreatedAt time.Time      `json:"created_at"`
	ExpiresAt time.Time      `json:"expires_at"`
}

// Decision is a fraud check that is under way, and when its end is asked for.
type Decision struct {
	// Verdict is how it ends, in rows of versions that knew beforehand; empty:
	// the acquirer is asked.
	Verdict FraudStatus `json:"verdict,omitempty"`
	Due     time.Time   `json:"due"`
}

// CapturedAmount is the sum of the captures.
func (o Order) CapturedAmount() int64 {
	var sum int64
	for _, c := range o.Captures {
		sum += c.Amount
	}
	return sum
}

// RefundedAmount is the sum of the refunds.
func (o Order) RefundedAmount() int64 {
	var sum int64
	for _, r := range o.Refunds {
		sum += r.Amount
	}
	return sum
}

// Remaining is what may still be captured. A cancelled order keeps showing it
// (docs/spec/provider.md C.4).
func (o Order) Remaining() int64 {
	pending, _ := o.pendingCaptures()
	return o.Amount - o.CapturedAmount() - o.Released - pending
}

// captured reports whether money was captured, or is about to be.
func (o Order) captured() bool {
	_, pending := o.pendingCaptures()
	return pending || len(o.Captures) > 0
}

// Status is computed, so that an order expires without a write.
func (o Order) Status(now time.Time) OrderStatus {
	switch {
	case o.Cancelled:
		return Cancelled
	case o.OfNothing != nil, o.captured() && o.Remaining() == 0:
		return Captured
	case o.captured():
		return PartCaptured
	case !now.Before(o.ExpiresAt):
		return Expired
	default:
		return Authorized
	}
}

// End is midnight, 28 days after the day of creation.
func End(created time.Time) time.Time {
	year, month, day := created.Date()
	return time.Date(year, month, day+orderDays, 0, 0, 0, 0, time.UTC)
}
