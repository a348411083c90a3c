package order

import (
	"context"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
)

// Refund is money given back of what was captured.
type Refund struct {
	ID          string               `json:"id"`
	Number      int                  `json:"number"` // 1, 2, … within the order
	Amount      int64                `json:"amount"`
	Description string               `json:"description"`
	Reference   string               `json:"reference"`
	Lines       []purchase.OrderLine `json:"lines,omitempty"`
	At          time.Time            `json:"at"`
}

// RefundOrder gives back part or all of what was captured.
func (s *Service) RefundOrder(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	refund, err := ParseRefund(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	refund.ID = s.NewID()
	return s.move(ctx, movement{
		merchant: m.ID(), orderID: orderID, key: key,
		begin: func(o *Order, now time.Time) (Intent, error) {
			wanted := refund
			wanted.At = now
			return Intent{ID: refund.ID, Refund: &wanted, At: now}, o.refundable(wanted)
		},
		done:     func(o *Order, i Intent) endpoint.Answer { return s.created(o.ID, "refunds", i.ID, "Refund-Id") },
		declined: func(reason string) error { return refundDeclined(reason) },
	})
}

// refundable applies docs/spec/provider.md C.3. A refund does not give
// authorization back.
func (o *Order) refundable(r Refund) error {
	left := o.CapturedAmount() - o.RefundedAmount() - o.pendingRefunds()
	switch {
	case len(o.allCaptures()) == 0:
		return errNothingCaptured
	case r.Amount > left:
		return overRefund(left)
	}
	return o.returnFee(r)
}

// returnFee is the line by which a merchant keeps part of a refund.
const returnFee = "return_fee"

// returnFeeMarkets are where merchants may do so.
var returnFeeMarkets = []string{"AT", "DE", "DK", "FI", "FR", "NL", "NO", "SE", "IT", "ES", "IE", "PT", "CZ", "AU", "GR"}

// returnFee allows such lines only on an order captured whole and at once,
// with lines that add up.
func (o *Order) returnFee(r Refund) error {
	fee := false
	for _, l := range r.Lines {
		if l.Type != returnFee {
			continue
		}
		if fee = true; l.TotalAmount >= 0 {
			return forbid("REFUND_NOT_ALLOWED", "A return fee must be negative. Refund not possible.")
		}
	}
	whole := purchase.OrderFits(r.Amount, r.Lines)
	switch {
	case !fee:
		return nil
	case !slices.Contains(returnFeeMarkets, o.Purchase.PurchaseCountry):
		return forbid("REFUND_NOT_ALLOWED", "Return fees are not allowed in "+o.Purchase.PurchaseCountry+". Refund not possible.")
	case len(o.Captures) != 1 || o.Captures[0].Amount != o.Amount:
		return forbid("REFUND_NOT_ALLOWED", "Return fees need a single capture of the whole order. Refund not possible.")
	case !whole:
		return forbid("REFUND_NOT_ALLOWED", "With a return fee the order lines must add up to the refunded amount. Refund not possible.")
	}
	return nil
}

// ReadRefund answers one refund.
func (s *Service) ReadRefund(ctx context.Context, m hpp.Merchant, orderID, refundID string) (ordermanagement.Refund, error) {
	o, err := s.Store.Order(ctx, m.ID(), orderID)
	if err != nil {
		return ordermanagement.Refund{}, endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	for _, r := range o.Refunds {
		if r.ID == refundID {
			return refundRead(r), nil
		}
	}
	return ordermanagement.Refund{}, noRefund(refundID, orderID)
}

func refunds(o Order) []ordermanagement.Refund {
	list := make([]ordermanagement.Refund, len(o.Refunds))
	for i, r := range o.Refunds {
		list[i] = refundRead(r)
	}
	return list
}

func refundRead(r Refund) ordermanagement.Refund {
	return ordermanagement.Refund{
		RefundId: r.ID, RefundedAmount: r.Amount, RefundedAt: r.At.Format(endpoint.TimeFormat),
		Description: r.Description, Reference: r.Reference, OrderLines: orderLines(r.Lines),
	}
}
