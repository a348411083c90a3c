package order

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Capture is money taken of an order.
type Capture struct {
	ID          string               `json:"id"`
	Number      int                  `json:"number"` // 1, 2, … within the order
	Amount      int64                `json:"amount"`
	Description string               `json:"description"`
	Reference   string               `json:"reference"`
	Lines       []purchase.OrderLine `json:"lines,omitempty"`
	Shipping    []Shipment           `json:"shipping,omitempty"`
	At          time.Time            `json:"at"`
	// DueDays are the days by which the payer's due date was put off.
	DueDays int32 `json:"due_days,omitempty"`
	// Billing and ShippingTo are the capture's own addresses; nil: the order's.
	Billing    *purchase.Address `json:"billing,omitempty"`
	ShippingTo *purchase.Address `json:"shipping_to,omitempty"`
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
	return s.capture(ctx, m.ID(), orderID, key, Capture{
		ID: s.NewID(), Amount: wanted.Amount, Description: wanted.Description, Reference: wanted.Reference,
		Lines: wanted.Lines, Shipping: wanted.Shipping,
	})
}

// CaptureForPage takes an amount, in minor units, of an order that the hosted
// page placed. The key is that of the request the page would have sent.
func (s *Service) CaptureForPage(ctx context.Context, merchant hpp.MerchantID, orderID string, amount int64, key string) error {
	tree := map[string]any{"captured_amount": amount}
	fingerprint, err := endpoint.Fingerprint(http.MethodPost, "/ordermanagement/v1/orders/"+orderID+"/captures", tree)
	if err != nil {
		return err
	}
	_, err = s.capture(ctx, merchant, orderID, endpoint.IdempotencyKey{Key: key, Fingerprint: fingerprint, At: s.now()}, Capture{ID: s.NewID(), Amount: amount})
	return err
}

func (s *Service) capture(ctx context.Context, merchant hpp.MerchantID, orderID string, key endpoint.IdempotencyKey, c Capture) (endpoint.Answer, error) {
	return s.move(ctx, movement{
		merchant: merchant, orderID: orderID, key: key,
		begin: func(o *Order, now time.Time) (Intent, error) {
			wanted := c
			wanted.At = now
			return Intent{ID: c.ID, Capture: &wanted, At: now}, o.capturable(wanted, now)
		},
		done: func(o *Order, i Intent) endpoint.Answer {
			answer := s.created(o.ID, "captures", i.ID, "Capture-Id")
			if len(c.Lines) > 0 {
				answer.Header["Klarna-Order-Validation"] = "Valid"
			}
			return answer
		},
		declined: func(reason string) error { return captureNotAllowed("the acquirer declined it: " + reason) },
	})
}

// capturable applies the rules of docs/spec/provider.md C.3 and C.6.
func (o *Order) capturable(c Capture, now time.Time) error {
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
	case c.Amount > o.Remaining(), o.OfNothing != nil, o.Amount == 0 && o.captured():
		return overCapture(o.Remaining())
	}
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
