package order

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
)

// AddShipping appends to the shipping info of a whole order.
func (s *Service) AddShipping(ctx context.Context, m hpp.Merchant, orderID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	added, err := ParseShipping(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	return s.change(ctx, m.ID(), orderID, key, ". Shipping info cannot be added to order", func(o *Order, _ time.Time) (endpoint.Answer, error) {
		o.Shipping = append(o.Shipping, added...)
		return done, nil
	})
}

// changeCapture runs one operation on a capture; consequence ends the messages.
func (s *Service) changeCapture(ctx context.Context, m hpp.Merchant, orderID, captureID string, key endpoint.IdempotencyKey, consequence string,
	act func(*Order, *Capture) error,
) (endpoint.Answer, error) {
	return s.change(ctx, m.ID(), orderID, key, "", func(o *Order, _ time.Time) (endpoint.Answer, error) {
		if len(o.allCaptures()) == 0 {
			return endpoint.Answer{}, notAllowed("Order has no captures." + consequence)
		}
		capture, ok := o.captureOf(captureID)
		if !ok {
			return endpoint.Answer{}, noCapture(consequence)
		}
		return done, act(o, capture)
	})
}

// AddCaptureShipping appends to the shipping info of a capture.
func (s *Service) AddCaptureShipping(ctx context.Context, m hpp.Merchant, orderID, captureID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	added, err := ParseShipping(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	return s.changeCapture(ctx, m, orderID, captureID, key, " Shipping info cannot be added to capture "+captureID, func(_ *Order, c *Capture) error {
		c.Shipping = append(c.Shipping, added...)
		return nil
	})
}

// SendOut would send the payer the capture's papers again; nobody is written
// to here.
func (s *Service) SendOut(ctx context.Context, m hpp.Merchant, orderID, captureID string, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return s.changeCapture(ctx, m, orderID, captureID, key, " Communication cannot be sent.", func(*Order, *Capture) error { return nil })
}

// dueDays are the extensions on offer with their fees in minor units: the
// provider's own, since none are published.
var dueDays = []ordermanagement.DueDateOption{{NumberOfDays: 14, Amount: 2900}, {NumberOfDays: 30, Amount: 4900}}

// extendable reports whether the payer has a due date that can be put off.
func (o Order) extendable() bool {
	method, _ := market.MethodOf(o.Category)
	return strings.HasPrefix(method.OrderType, "INVOICE")
}

// DueDateOptions answers how far a capture's due date can be put off.
func (s *Service) DueDateOptions(ctx context.Context, m hpp.Merchant, orderID, captureID string) (ordermanagement.DueDateOptions, error) {
	o, err := s.Store.Order(ctx, m.ID(), orderID)
	if err != nil {
		return ordermanagement.DueDateOptions{}, endpoint.NotFoundAs(err, noOrder(orderID, ""))
	}
	capture, ok := o.captureOf(captureID)
	if !ok {
		return ordermanagement.DueDateOptions{}, errNoCapture
	}
	options := ordermanagement.DueDateOptions{Currency: o.Purchase.PurchaseCurrency, Options: []ordermanagement.DueDateOption{}}
	if o.extendable() && capture.DueDays == 0 {
		options.Options = dueDays
	}
	return options, nil
}

// ExtendDueDate puts a capture's due date off, once.
func (s *Service) ExtendDueDate(ctx context.Context, m hpp.Merchant, orderID, captureID string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	days, err := ParseDueDate(tree)
	if err != nil {
		return endpoint.Answer{}, unprocessable(err)
	}
	const tail = " Due date cannot be extended."
	return s.changeCapture(ctx, m, orderID, captureID, key, tail, func(o *Order, c *Capture) error {
		switch {
		case !o.extendable():
			return notAllowed("The payment method has no due date to extend." + tail)
		case c.DueDays != 0:
			return notAllowed("The due date was extended already." + tail)
		case !slices.ContainsFunc(dueDays, func(option ordermanagement.DueDateOption) bool { return option.NumberOfDays == days }):
			return notAllowed("The number of days is none of the options." + tail)
		}
		c.DueDays = days
		return nil
	})
}
