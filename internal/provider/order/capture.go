package order

import (
	"context"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Capture is money taken of an order.
type Capture struct {
	ID          string                         `json:"id"`
	Number      int                            `json:"number"` // 1, 2, … within the order
	Amount      int64                          `json:"amount"`
	Description string                         `json:"description"`
	Reference   string                         `json:"reference"`
	Lines       []payments.OrderLine           `json:"lines,omitempty"`
	Shipping    []ordermanagement.ShippingInfo `json:"shipping,omitempty"`
	At          time.Time                      `json:"at"`
	// DueDays are the days by which the payer's due date was put off.
	DueDays int32 `json:"due_days,omitempty"`
	// Billing and ShippingTo are the capture's own addresses; nil: the order's.
	Billing    *payments.Address `json:"billing,omitempty"`
	ShippingTo *payments.Address `json:"shipping_to,omitempty"`
	Changed    bool              `json:"-"` // since it was read; tells the store
}

// captureRejected is how long a merchant may capture an order that the fraud
// check rejected (docs/spec/provider.md C.8).
const captureRejected = 4 * time.Hour

// CaptureOrder takes part or all of what an order still holds. It counts as an
// acknowledgement.
func (s *Service) CaptureOrder(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := ParseCapture(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	capture := Capture{
		ID: s.NewID(), Amount: wanted.Amount, Description: wanted.Description, Reference: wanted.Reference,
		Lines: wanted.Lines, Shipping: wanted.Shipping,
	}
	return s.change(ctx, m, orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		if err := o.capture(capture, now); err != nil {
			return endpoint.Answer{}, err
		}
		answer := s.made(o.ID, "captures", capture.ID, "Capture-Id")
		if len(wanted.Lines) > 0 {
			answer.Header["Klarna-Order-Validation"] = "Valid"
		}
		return answer, nil
	})
}

// capture applies the rules of docs/spec/provider.md C.3 and C.6.
func (o *Order) capture(c Capture, now time.Time) error {
	switch {
	case c.Amount == 0 && o.Amount != 0:
		return errCaptureOfNothing
	case o.Cancelled:
		return captureNotAllowed("the order is cancelled")
	case o.Fraud == FraudPending:
		return captureNotAllowed("fraud_status is PENDING: wait for the decision")
	case o.Fraud == FraudRejected && !now.Before(o.RejectedAt.Add(captureRejected)):
		return captureNotAllowed("fraud_status is REJECTED, and the time to capture all the same is over")
	case !now.Before(o.ExpiresAt):
		return orderExpired(o.ID)
	case c.Amount > o.Remaining(), o.OfNothing != nil:
		return overCapture(o.Remaining())
	}
	c.At = now
	o.take(c)
	return nil
}

// take adds a capture. It counts as an acknowledgement.
func (o *Order) take(c Capture) {
	o.Acknowledged = true
	if c.Number = len(o.Captures) + 1; c.Amount == 0 {
		o.OfNothing = &c
		return
	}
	o.Captures = append(o.Captures, c)
}

// allCaptures are an order's captures, oldest first.
func (o Order) allCaptures() []Capture {
	if o.OfNothing != nil {
		return append([]Capture{*o.OfNothing}, o.Captures...)
	}
	return o.Captures
}

// captureReference is what people call a capture.
func (o Order) captureReference(c Capture) string { return o.Reference + "-" + strconv.Itoa(c.Number) }

// captureOf finds a capture to change.
func (o *Order) captureOf(id string) (*Capture, bool) {
	if o.OfNothing != nil && o.OfNothing.ID == id {
		return o.OfNothing, true
	}
	for i := range o.Captures {
		if o.Captures[i].ID == id {
			o.Captures[i].Changed = true
			return &o.Captures[i], true
		}
	}
	return nil, false
}
