package order

import (
	"context"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Amendment is a new authorized total; its lines replace all others.
type Amendment struct {
	Amount int64
	Lines  []purchase.OrderLine
}

// UpdateAuthorization replaces an order's total and lines.
func (s *Service) UpdateAuthorization(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := ParseAmendment(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	var raised acquirer.Outcome
	immediate := acquirer.IsImmediate(s.Acquirer)
	if !immediate {
		if raised, err = s.raiseFirst(ctx, m.ID(), orderID, wanted); err != nil {
			return endpoint.Answer{}, err
		}
	}
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		if err := o.amendable(wanted, now); err != nil {
			return endpoint.Answer{}, err
		}
		if wanted.Amount > o.Amount {
			if immediate {
				if raised, err = s.raise(ctx, *o, wanted.Amount); err != nil {
					return endpoint.Answer{}, err
				}
			}
			if raised.Result != acquirer.Approved {
				return endpoint.Answer{}, noUpdate("order_amount must be at most " + decimal(o.Amount) + ": the payer was refused more")
			}
		}
		o.Amount, o.Purchase.OrderAmount, o.Purchase.OrderLines = wanted.Amount, wanted.Amount, wanted.Lines
		return done, nil
	})
}

// raiseFirst asks for a higher total before the transaction. What cannot be
// amended is left for the transaction to say.
func (s *Service) raiseFirst(ctx context.Context, merchant hpp.MerchantID, orderID string, wanted Amendment) (acquirer.Outcome, error) {
	o, err := s.Store.Order(ctx, merchant, orderID)
	if err != nil || wanted.Amount <= o.Amount || o.amendable(wanted, s.now()) != nil {
		return acquirer.Outcome{}, nil //nolint:nilerr // documented above
	}
	outcome, err := s.raise(ctx, o, wanted.Amount)
	if err == nil && !outcome.Result.Definite() {
		err = errUndecided
	}
	return outcome, err
}

// raise is the new risk check of a higher total, in minor units.
func (s *Service) raise(ctx context.Context, o Order, amount int64) (acquirer.Outcome, error) {
	raiser, ok := s.Acquirer.(acquirer.Raiser)
	if !ok {
		return acquirer.Outcome{Result: acquirer.Declined}, nil
	}
	address := o.Purchase.BillingAddress
	return raiser.Raise(ctx, acquirer.Raise{
		Movement: acquirer.Movement{
			Key: "raise " + o.ID + " " + decimal(amount), Merchant: o.Merchant, Reference: o.AcquirerReference,
			Currency: o.Purchase.PurchaseCurrency, Amount: amount,
		},
		Country: o.Purchase.PurchaseCountry, Payer: hpp.Payer{Email: address.Email, Phone: address.Phone},
	})
}

// amendable applies docs/spec/provider.md C.3. Below what was captured is never allowed,
// above the present total only where a new risk check can be made.
func (o *Order) amendable(a Amendment, now time.Time) error {
	status := o.Status(now)
	switch {
	case status != Authorized && status != PartCaptured:
		return noUpdate("the order is " + string(status))
	case !now.Before(o.ExpiresAt):
		return noUpdate("the order has expired")
	case o.Fraud != FraudAccepted:
		return noUpdate("fraud_status is " + string(o.Fraud))
	case a.Amount < o.CapturedAmount():
		return notAllowed("Resulting authorization amount " + decimal(a.Amount) + " cannot be less than the captured amount " +
			decimal(o.CapturedAmount()) + " for order. Order authorization cannot be updated")
	case a.Amount > o.Amount && !o.grows():
		method, _ := market.MethodOf(o.Category)
		return noUpdate("order_amount must be at most " + decimal(o.Amount) + " with " + method.OrderType + " in " + o.Purchase.PurchaseCountry)
	}
	return nil
}

// fixedAmountMarkets are where a fixed amount may grow.
var fixedAmountMarkets = []string{"AT", "DE", "DK", "FI", "FR", "NL", "NO", "SE"}

// grows reports whether the method lets an authorization grow at all.
func (o *Order) grows() bool {
	method, _ := market.MethodOf(o.Category)
	switch method.OrderType {
	case "INVOICE", "INVOICE_BUSINESS", "ACCOUNT":
		return true
	case "DIRECT_DEBIT":
		return o.Purchase.PurchaseCountry != "CH"
	case "FIXED_AMOUNT":
		return slices.Contains(fixedAmountMarkets, o.Purchase.PurchaseCountry)
	}
	return false
}

// References are a merchant's own names of an order; nil leaves one as it is.
type References struct{ First, Second *string }

// UpdateReferences overwrites the references that were sent.
func (s *Service) UpdateReferences(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := ParseReferences(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	const tail = ". Merchant references cannot be updated."
	return s.change(ctx, m.ID(), orderID, key, tail, func(o *Order, now time.Time) (endpoint.Answer, error) {
		if o.Status(now) == Cancelled {
			return endpoint.Answer{}, notAllowed("Order is cancelled" + tail)
		}
		if wanted.First != nil {
			o.Purchase.MerchantReference1 = *wanted.First
		}
		if wanted.Second != nil {
			o.Purchase.MerchantReference2 = *wanted.Second
		}
		return done, nil
	})
}
