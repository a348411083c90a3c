package token

import (
	"context"
	"math"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Limits of this API, which are older than those of Payments.
const (
	maxAmount = 100_000_000
	maxData   = 255
)

// parse reads customer_token_order. The token says country and language.
func (t Token) parse(tree map[string]any, callable jsonfields.Callable) (purchase.Purchase, error) {
	whole := map[string]any{}
	for _, name := range []string{
		"purchase_currency", "order_amount", "order_tax_amount", "order_lines", "shipping_address", "merchant_urls",
		"merchant_reference1", "merchant_reference2", "merchant_data", "attachment", "auto_capture",
	} {
		if value, ok := tree[name]; ok {
			whole[name] = value
		}
	}
	whole["purchase_country"], whole["locale"] = t.Country, t.Locale
	o := jsonfields.ReadCalling(whole, callable)
	judge(o)
	p, err := purchase.ParseWith(o)
	p.BillingAddress, p.Customer = t.Billing, t.Customer
	if p.ShippingAddress == (purchase.Address{}) {
		p.ShippingAddress = t.Billing
	}
	return p, err
}

// judge notes what this API limits more than Payments does.
func judge(o jsonfields.Object) {
	if !o.Has("purchase_currency") {
		o.Missing("purchase_currency", "three letters such as SEK")
	}
	o.Amount("order_amount", 1, math.MaxInt64)
	o.Amount("order_tax_amount", 0, math.MaxInt64)
	if !o.Has("order_lines") {
		return // Payments says so
	}
	for _, line := range o.Elements("order_lines", 1, purchase.MaxLines) {
		line.Integer("unit_price", math.MinInt64, maxAmount)
		line.Integer("total_amount", math.MinInt64, maxAmount)
		line.Note("merchant_data", maxData)
	}
}

// Order charges a token: what comes of it is an order of Order Management.
func (s *Service) Order(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	now, orderID, capture := s.now(), s.NewID(), s.NewID()
	answer, err := s.Store.UpdateToken(ctx, m.ID(), id, key, func(t *Token) (*order.Order, endpoint.Answer, error) {
		if err := t.chargeable(); err != nil {
			return nil, endpoint.Answer{}, err
		}
		wanted, err := t.parse(tree, s.Callable)
		if err != nil {
			return nil, endpoint.Answer{}, endpoint.AsError(err)
		}
		placed, err := t.charge(ctx, s.Acquirer, order.Placing{ID: orderID, CaptureID: capture, Purchase: wanted, At: now})
		if err != nil {
			return nil, endpoint.Answer{}, err
		}
		answer, err := endpoint.JSONAnswer(http.StatusOK, placed.Placed(s.RedirectURL(placed)))
		return &placed, answer, err
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, errNoToken)
	}
	s.Wake(merchantcalls.PushKind)
	return answer, nil
}

func (t *Token) chargeable() error {
	switch {
	case t.Status == Suspended:
		return errSuspended
	case t.Status == Cancelled:
		return errCancelled
	case t.Failing:
		return errFailed
	}
	return nil
}

// charge makes the order. It stands for itself: no payment session has it.
func (t *Token) charge(ctx context.Context, a acquirer.Acquirer, p order.Placing) (order.Order, error) {
	p.PaymentID, p.Merchant, p.Category = p.ID, t.Merchant, t.Category
	placed, err := order.Place(ctx, a, p)
	if push := p.Purchase.MerchantUrls.Push; push != "" {
		placed.Jobs = append(placed.Jobs, merchantcalls.Push(merchantcalls.FillPlaceholders(push, "order.id", p.ID), t.Merchant, p.ID, p.At))
	}
	return placed, err
}
