package order

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Placing is what an order is made of.
type Placing struct {
	ID        string
	PaymentID string // of the payment session, Checkout order or token order: at most one order has it
	Merchant  hpp.MerchantID
	Purchase  payments.Purchase // with AutoCapture, all of it is captured at once
	Category  string
	Review    *payer.Review                          // nil: accepted at once
	CaptureID string                                 // for an immediate capture
	Shipping  ordermanagement.SelectedShippingOption // of a Checkout order
	At        time.Time
}

// Place makes an order. A pending one is captured at once by nobody.
func Place(p Placing) Order {
	o := Order{
		ID: p.ID, SessionID: p.PaymentID, Merchant: p.Merchant, Reference: NewReference(),
		Purchase: p.Purchase, Category: p.Category,
		Amount: p.Purchase.OrderAmount, OriginalAmount: p.Purchase.OrderAmount,
		SelectedShipping: p.Shipping, Fraud: FraudAccepted, CreatedAt: p.At, ExpiresAt: End(p.At),
	}
	if p.Review != nil {
		o.Fraud = FraudPending
		o.Decision = &Decision{Verdict: FraudRejected, Due: p.At.Add(p.Review.Wait)}
		if p.Review.Accept {
			o.Decision.Verdict = FraudAccepted
		}
		o.decideJob("decide", o.Decision.Due)
	}
	if p.Purchase.AutoCapture && o.Fraud == FraudAccepted {
		o.take(Capture{ID: p.CaptureID, Amount: o.Amount, At: p.At})
	}
	return o
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
