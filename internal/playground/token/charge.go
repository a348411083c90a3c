package token

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/playground/notify"
	"github.com/openhpp/openhpp/internal/playground/order"
	"github.com/openhpp/openhpp/internal/playground/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Limits of this API, which are older than those of Payments.
const (
	maxAmount = 100_000_000
	maxData   = 255
)

// parse reads customer_token_order. The token says country and language.
func (t Token) parse(tree map[string]any, callable member.Callable) (payments.Purchase, error) {
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
	o := member.ReadCalling(whole, callable)
	judge(o)
	p, err := purchase.ParseWith(o)
	p.BillingAddress, p.Customer = t.Billing, t.Customer
	if p.ShippingAddress == (payments.Address{}) {
		p.ShippingAddress = t.Billing
	}
	return p, err
}

// judge notes what this API limits more than Payments does.
func judge(o member.Object) {
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
func (s *Service) Order(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, once exchange.Once) (exchange.Answer, error) {
	now, orderID, capture := s.now(), s.NewID(), s.NewID()
	answer, err := s.Store.UpdateToken(ctx, m.ID(), id, once, func(t *Token) (*order.Order, exchange.Answer, error) {
		if err := t.chargeable(); err != nil {
			return nil, exchange.Answer{}, err
		}
		wanted, err := t.parse(tree, s.Callable)
		if err != nil {
			return nil, exchange.Answer{}, exchange.Readable(err)
		}
		placed := t.charge(orderID, capture, wanted, now)
		answer, err := exchange.Told(http.StatusOK, placed.Placed(s.RedirectURL(placed)))
		return &placed, answer, err
	})
	if err != nil {
		return exchange.Answer{}, exchange.Instead(err, errNoToken)
	}
	s.Wake(notify.PushKind)
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
func (t *Token) charge(id, captureID string, wanted payments.Purchase, now time.Time) order.Order {
	placed := order.Place(order.Placing{
		ID: id, PaymentID: id, Merchant: t.Merchant, Purchase: wanted, Category: t.Category, CaptureID: captureID, At: now,
	})
	if push := wanted.MerchantUrls.Push; push != "" {
		placed.Jobs = append(placed.Jobs, notify.Push(notify.Fill(push, "order.id", id), t.Merchant, id, now))
	}
	return placed
}
