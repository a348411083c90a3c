package checkout

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/token"
)

// life is how long an order waits for the next act of merchant or payer
// (docs/spec/provider.md B.2).
const life = 48 * time.Hour

// Order is a purchase on its way to being paid. Times are UTC, whole
// milliseconds.
type Order struct {
	ID       string         `json:"id"`
	Merchant hpp.MerchantID `json:"merchant"`
	Shop     string         `json:"shop"` // the merchant's name
	Purchase Purchase       `json:"purchase"`
	// Given is what the merchant told of the payer, once the purchase holds what
	// somebody typed instead; nil before.
	Given       *payer.Details `json:"given,omitempty"`
	Status      Status         `json:"status"`
	Reference   string         `json:"reference,omitempty"` // klarna_reference, once complete
	Token       string         `json:"token,omitempty"`     // of a recurring purchase, once complete
	Jobs        []endpoint.Job `json:"-"`                   // what this change leaves to do
	Version     int64          `json:"-"`                   // counts saves; the store compares it
	StartedAt   time.Time      `json:"started_at"`
	ModifiedAt  time.Time      `json:"modified_at"`
	CompletedAt time.Time      `json:"completed_at,omitzero"`
	ExpiresAt   time.Time      `json:"expires_at"`
}

// Over reports whether the order can no longer be paid.
func (o Order) Over(now time.Time) bool { return !now.Before(o.ExpiresAt) }

// Open reports whether merchant and payer may still change the order.
func (o Order) Open() bool { return o.Status == StatusIncomplete }

// touch begins the order's 48 hours again.
func (o *Order) touch(now time.Time) { o.ExpiresAt = now.Add(life) }

// modify is touch for a change that a reader sees.
func (o *Order) modify(now time.Time) {
	o.ModifiedAt = now
	o.touch(now)
}

// categories are what a payer may choose from: outside the market's own
// currency only cards (docs/spec/provider.md B.7).
func (o Order) categories() []string {
	m, _ := market.Of(o.Purchase.PurchaseCountry)
	if m.Currency != o.Purchase.PurchaseCurrency {
		return []string{"pay_now"}
	}
	return m.Categories
}

func (o Order) offer() payer.Offer {
	m, _ := market.Of(o.Purchase.PurchaseCountry)
	return payer.Offer{
		Merchant: o.Merchant, Payment: o.ID, Market: m.Country, Country: o.Purchase.PurchaseCountry, Currency: o.Purchase.PurchaseCurrency,
		Amount: o.Purchase.OrderAmount, Categories: o.categories(),
	}
}

// Completion is what comes of an order that is paid.
type Completion struct {
	Order order.Order
	Token *token.Token // of a recurring purchase
}

// given is what the merchant told of the payer: whoever opens the page is
// shown no more.
func (o Order) given() payer.Details {
	if o.Given != nil {
		return *o.Given
	}
	return payerOf(o.Purchase)
}

// grant is what an acquirer approved.
type grant struct {
	payer     payer.Details
	category  string
	reference string // of the authorization at the acquirer
	review    *order.Review
	captureID string // for a capture at once
	at        time.Time
}

// complete ends the order and makes the one that Order Management keeps; both
// have one id.
func (o *Order) complete(ctx context.Context, a acquirer.Acquirer, g grant) (Completion, error) {
	o.Purchase = withAddress(o.Purchase, g.payer)
	placed, err := order.Place(ctx, a, order.Placing{
		ID: o.ID, PaymentID: o.ID, Merchant: o.Merchant, Purchase: purchaseOf(o.Purchase), Category: g.category, Reference: g.reference,
		Review: g.review, CaptureID: g.captureID, Shipping: shippingChoice(o.Purchase.SelectedShippingOption), At: g.at,
	})
	if err != nil {
		return Completion{}, err
	}
	placed.Notify(endpoint.Notice{Checkout: true, ID: o.ID})
	o.Status, o.Reference, o.CompletedAt = StatusComplete, placed.Reference, g.at
	o.modify(g.at)
	done := Completion{Order: placed}
	if orZero(o.Purchase.Recurring) {
		made := o.consent(endpoint.NewToken(), g.category, g.at)
		if err := made.Begin(ctx, a); err != nil {
			return Completion{}, err
		}
		o.Token, done.Token = made.ID, &made
	}
	return done, nil
}

// consent is what a recurring purchase gives beside its first order.
func (o *Order) consent(id, category string, now time.Time) token.Token {
	p := purchaseOf(o.Purchase)
	return token.Token{
		ID: id, Merchant: o.Merchant, Category: category, Description: o.Purchase.RecurringDescription,
		Country: p.PurchaseCountry, Currency: p.PurchaseCurrency, Locale: p.Locale,
		Billing: p.BillingAddress, Customer: p.Customer, CreatedAt: now,
	}
}
