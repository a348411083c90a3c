package klarna

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	fast "github.com/go-json-experiment/json/v1"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	checkoutPath = "/checkout/v3/orders/"
	// checkoutLife is how long a Checkout order lives after it was last touched
	// (docs/spec/provider.md B.2).
	checkoutLife = 48 * time.Hour
)

// Checkout is the provider of Checkout orders at Kustom: payers place them there,
// and no token comes of it.
type Checkout struct{ *Client }

var _ hpp.PayerAuthorizer = Checkout{}

// checkoutOrder is a Checkout order, or the order that it became.
type checkoutOrder struct {
	checkoutMembers
	urls   map[string]json.RawMessage // merchant_urls, as they were sent
	placed hpp.Order                  // once it is complete
	of     upstream.Login             // the account that it belongs to
}

func (o *checkoutOrder) UnmarshalJSON(text []byte) error {
	var members struct {
		URLs map[string]json.RawMessage `json:"merchant_urls"`
	}
	if err := fast.Unmarshal(text, &members); err != nil {
		return err
	}
	o.urls = members.URLs
	return fast.Unmarshal(text, &o.checkoutMembers)
}

// order reads a Checkout order; once it is gone, the order that it became
// (docs/spec/upstream.md U3.4).
func (c Checkout) order(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (o checkoutOrder, err error) {
	if ref.Kind != hpp.KindCheckout {
		return o, hpp.ErrNotFound
	}
	err = c.inNameOf(ctx, merchant, ref, func(login upstream.Login) error {
		o = checkoutOrder{}
		err := c.do(ctx, login, call{name: "read checkout order", method: http.MethodGet, path: checkoutPath + url.PathEscape(ref.ID), into: &o, found: true})
		if err == nil && (o.Status == "" || o.PurchaseCurrency == "") {
			err = &unknownError{text: "klarna: read checkout order: the answer is no order"}
		}
		// An order of another status was ended, and can be paid no more.
		over := err == nil && o.Status != checkoutIncomplete && o.Status != checkoutComplete
		if gone := over || errors.Is(err, hpp.ErrNotFound); gone || err == nil && o.Status == checkoutComplete {
			err = c.readPlaced(ctx, login, ref.ID, &o, gone)
		}
		o.of = login
		return err
	})
	return o, err
}

// The statuses of an order that the payer may place, and that they placed.
const (
	checkoutIncomplete = "checkout_incomplete"
	checkoutComplete   = "checkout_complete"
)

// readPlaced reads the order that a Checkout order became. Right after the
// payer's purchase it may not be there yet.
func (c Checkout) readPlaced(ctx context.Context, login upstream.Login, id string, o *checkoutOrder, gone bool) error {
	placed, err := c.readOrder(ctx, login, id)
	if errors.Is(err, hpp.ErrNotFound) && !gone {
		o.placed = hpp.Order{ID: id}
		return nil
	}
	if err != nil {
		return err
	}
	o.placed = placed.placed()
	if gone {
		o.Status, o.cart, o.StartedAt, o.MerchantReference1 = checkoutComplete, placed.cart, placed.CreatedAt, placed.MerchantReference1
	}
	return nil
}

// Read implements hpp.Provider.
func (c Checkout) Read(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	o, err := c.order(ctx, merchant, ref)
	if err != nil {
		return hpp.PaymentSession{}, err
	}
	known := hpp.PaymentSession{
		State: hpp.PaymentOpen, Purchase: o.purchase(), Reference: o.MerchantReference1, ExpiresAt: o.end(),
		Channel: hpp.Channel(upper(o.Options.AcquiringChannel)), TermsURL: o.address("terms"),
	}
	if o.Status == checkoutComplete {
		known.State, known.Order = hpp.PaymentComplete, o.placed
	}
	return known, nil
}

// address is one of the merchant's; empty where it is not there, or no text.
func (o checkoutOrder) address(name string) (address string) {
	if sent, ok := o.urls[name]; !ok || json.Unmarshal(sent, &address) != nil {
		return ""
	}
	return address
}

// end is when the order is gone, if nobody touches it again.
func (o checkoutOrder) end() time.Time {
	for _, text := range []string{o.LastModifiedAt, o.StartedAt} {
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return at.UTC().Add(checkoutLife)
		}
	}
	return time.Time{}
}

// Outcome implements hpp.PayerAuthorizer.
func (c Checkout) Outcome(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, _ string) (hpp.PaymentOutcome, error) {
	o, err := c.order(ctx, merchant, ref)
	if err != nil {
		return hpp.PaymentOutcome{}, err
	}
	outcome := hpp.PaymentOutcome{Kind: hpp.OutcomeNone, Purchase: o.purchase()}
	if o.Status == checkoutComplete {
		outcome.Kind, outcome.Order = hpp.OutcomeComplete, o.placed
	}
	return outcome, nil
}

// PlaceOrder implements hpp.Provider: payers place these orders themselves.
func (Checkout) PlaceOrder(context.Context, hpp.MerchantID, hpp.PaymentRef, string, []byte) (hpp.Order, error) {
	return hpp.Order{}, &hpp.Refusal{Code: "NOT_ALLOWED", Message: "payers place Checkout orders themselves"}
}

// Release implements hpp.Provider: there is no authorization without an order.
func (Checkout) Release(context.Context, hpp.MerchantID, hpp.PaymentRef, string) error { return nil }
