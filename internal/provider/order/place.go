package order

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Placing is what an order is made of.
type Placing struct {
	ID        string
	PaymentID string // of the payment session, Checkout order or token order: at most one order has it
	Merchant  hpp.MerchantID
	Purchase  purchase.Purchase // with AutoCapture, all of it is captured at once
	Category  string
	Reference string         // of the authorization at the acquirer
	Review    *Review        // nil: accepted at once
	CaptureID string         // for an immediate capture
	Shipping  ShippingChoice // of a Checkout order
	At        time.Time
}

// Review is a fraud check that ends after a while, in its stored form.
type Review struct {
	Wait time.Duration `json:"wait"` // from the placing of the order
	// Accept is how it ends, in rows of versions that knew beforehand: they name
	// no authorization at the acquirer.
	Accept bool `json:"accept,omitempty"`
}

// decision is what an order keeps of the review.
func (r Review) decision(p Placing) *Decision {
	d := &Decision{Due: p.At.Add(r.Wait)}
	switch {
	case p.Reference != "":
	case r.Accept:
		d.Verdict = FraudAccepted
	default:
		d.Verdict = FraudRejected
	}
	return d
}

// Place makes an order. A pending one cannot be captured at once.
func Place(ctx context.Context, a acquirer.Acquirer, p Placing) (Order, error) {
	o := Order{
		ID: p.ID, SessionID: p.PaymentID, Merchant: p.Merchant, Reference: NewReference(), AcquirerReference: p.Reference,
		Purchase: p.Purchase, Category: p.Category,
		Amount: p.Purchase.OrderAmount, OriginalAmount: p.Purchase.OrderAmount,
		SelectedShipping: p.Shipping, Fraud: FraudAccepted, CreatedAt: p.At, ExpiresAt: End(p.At),
	}
	if p.Review != nil {
		o.Fraud, o.Decision = FraudPending, p.Review.decision(p)
		o.decideJob("decide", o.Decision.Due)
	}
	if !p.Purchase.AutoCapture || o.Fraud != FraudAccepted {
		return o, nil
	}
	return o, o.captureAtOnce(ctx, a, Capture{ID: p.CaptureID, Amount: o.Amount, At: p.At})
}

// captureAtOnce captures a new order whole. An acquirer that is not immediate is
// asked by the job.
func (o *Order) captureAtOnce(ctx context.Context, a acquirer.Acquirer, c Capture) error {
	intent := Intent{ID: c.ID, Capture: &c, At: c.At}
	o.begin(intent)
	if !acquirer.IsImmediate(a) {
		return o.askLater(intent, c.At)
	}
	outcome, err := (&Service{Acquirer: a}).ask(ctx, *o, intent)
	if err == nil {
		o.finish(intent.ID, outcome)
	}
	return err
}

// Notify adds the notice that the payment is complete.
func (o *Order) Notify(n endpoint.Notice) {
	o.Jobs = append(o.Jobs, n.Job("order "+o.ID, o.CreatedAt))
}

// Placed is what the call that placed the order answers (docs/spec/provider.md A.3.11).
// All members of the method are given: strict clients demand them.
func (o Order) Placed(redirectURL string) payments.PlacedOrder {
	method, _ := market.MethodOf(o.Category)
	return payments.PlacedOrder{
		OrderId: o.ID, FraudStatus: string(o.Fraud), RedirectUrl: redirectURL,
		AuthorizedPaymentMethod: payments.AuthorizedPaymentMethod{
			Type: method.Type, NumberOfDays: method.Days, NumberOfInstallments: method.Installments,
		},
	}
}
