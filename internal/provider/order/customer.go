package order

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/typed/cleantext"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// CustomerChange is the members of both addresses that are to change.
type CustomerChange struct{ Shipping, Billing purchase.Address }

// ParseCustomer reads a change of the addresses; one of them is enough. The
// lengths are Order Management's own.
func ParseCustomer(tree map[string]any) (CustomerChange, error) {
	r := read(tree)
	if !r.Has("shipping_address") && !r.Has("billing_address") {
		r.Missing("shipping_address", "an object with the members that change; billing_address likewise")
	}
	change := CustomerChange{Shipping: address(r.Child("shipping_address")), Billing: address(r.Child("billing_address"))}
	if err := r.err(); err != nil {
		return CustomerChange{}, err
	}
	return change, nil
}

func address(o jsonfields.Object) purchase.Address {
	return purchase.Address{
		GivenName: o.Typed("given_name", 100, cleantext.Line), FamilyName: o.Typed("family_name", 100, cleantext.Line), Title: o.Text("title", 20),
		Email: o.Typed("email", 100, cleantext.Email), Phone: o.Typed("phone", 100, phone.Clean),
		StreetAddress: o.Typed("street_address", 100, cleantext.Line), StreetAddress2: o.Typed("street_address2", 100, cleantext.Line),
		PostalCode: o.Typed("postal_code", 10, cleantext.Figures), City: o.Typed("city", 200, cleantext.Line), Region: o.Typed("region", 200, cleantext.Line),
		Country:          o.Text("country", 2),
		OrganizationName: o.Typed("organization_name", 255, cleantext.Line), Attention: o.Typed("attention", 255, cleantext.Line),
	}
}

const customerStays = " Customer details cannot be updated."

// UpdateCustomer replaces the members of the addresses that were sent. The
// billing address may change while nothing is captured: afterwards somebody
// was billed there.
func (s *Service) UpdateCustomer(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	change, err := ParseCustomer(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, now time.Time) (endpoint.Answer, error) {
		switch o.Status(now) {
		case Cancelled:
			return endpoint.Answer{}, notAllowed("Order is cancelled." + customerStays)
		case Expired:
			return endpoint.Answer{}, notAllowed("Order is expired." + customerStays)
		}
		billing, shipping, err := change.over(o.Purchase.BillingAddress, o.Purchase.ShippingAddress)
		if err != nil {
			return endpoint.Answer{}, err
		}
		if len(o.allCaptures()) > 0 && billing != o.Purchase.BillingAddress {
			return endpoint.Answer{}, notAllowed("Billing address cannot be updated." + customerStays + " billing_address stays as it is once something was captured; shipping_address may change")
		}
		o.Purchase.BillingAddress, o.Purchase.ShippingAddress = billing, shipping
		return done, nil
	})
}

// UpdateCaptureCustomer replaces members of the addresses of one capture and
// leaves the order's as they are. The operation is of an older description;
// clients still call it.
func (s *Service) UpdateCaptureCustomer(ctx context.Context, m hpp.Merchant, orderID, captureID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	change, err := ParseCustomer(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	return s.changeCapture(ctx, m, orderID, captureID, key, customerStays, func(o *Order, c *Capture) error {
		billing, shipping, err := change.over(o.addresses(*c))
		if err == nil {
			c.Billing, c.ShippingTo = &billing, &shipping
		}
		return err
	})
}

// addresses are those of a capture, which are the order's unless they were
// changed.
func (o *Order) addresses(c Capture) (billing, shipping purchase.Address) {
	billing, shipping = o.Purchase.BillingAddress, o.Purchase.ShippingAddress
	if c.Billing != nil {
		billing = *c.Billing
	}
	if c.ShippingTo != nil {
		shipping = *c.ShippingTo
	}
	return billing, shipping
}

// over lays the change over both addresses and judges each as a whole.
func (c CustomerChange) over(billing, shipping purchase.Address) (newBilling, newShipping purchase.Address, err error) {
	root := jsonfields.Read(nil)
	newShipping, newBilling = purchase.Over(shipping, c.Shipping), purchase.Over(billing, c.Billing)
	for name, change := range map[string]struct{ before, after purchase.Address }{
		"shipping_address": {shipping, newShipping}, "billing_address": {billing, newBilling},
	} {
		if change.before != change.after {
			deliverable(root.Child(name), change.after)
		}
	}
	if fault, ok := errors.AsType[*jsonfields.Fault](root.Faults.Err()); ok {
		return billing, shipping, endpoint.NewError(endpoint.Unprocessable, "INVALID_ADDRESS",
			"The shipping and/or billing address is invalid: "+fault.Reasons())
	}
	return newBilling, newShipping, nil
}

// deliverable judges an address as a whole.
func deliverable(o jsonfields.Object, a purchase.Address) {
	purchase.JudgeAddress(o, a, a.Country)
	if a.Country == "US" && a.Region == "" {
		o.Missing("region", "the state, such as NY")
	}
}
