package provider_test

import (
	"testing"
	"time"
)

// A refusal of an order's state says what it is about: the amount that is
// left, the state, the reason.
func TestRefusalsSayWhy(t *testing.T) {
	p := newProvider(t)
	order, cancelled, captured := p.order(), p.order(), p.order()
	p.capture(order, 8000)
	p.capture(captured, 23750)
	p.manage(cancelled, "POST", "cancel", nil)
	pending := p.place(p.approve(p.open(lamp()), with(payer(), tree{"email": "joe+pend-reject-07@example.com"})))
	card := p.orderOf("pay_now", payer(), nil)
	for _, c := range []struct {
		order, method, operation string
		body                     tree
		want
	}{
		{order, "POST", "captures", tree{"captured_amount": 15751}, want{"403 CAPTURE_NOT_ALLOWED: Captured amount is higher than the remaining authorized amount. Capture not possible.", []string{"captured_amount must be at most 15750"}}},
		{cancelled, "POST", "captures", tree{"captured_amount": 1}, want{"403 CAPTURE_NOT_ALLOWED: Capture not allowed", []string{"the order is cancelled"}}},
		{pending, "POST", "captures", tree{"captured_amount": 1}, want{"403 CAPTURE_NOT_ALLOWED: Capture not allowed", []string{"fraud_status is PENDING"}}},
		{order, "POST", "refunds", tree{"refunded_amount": 8001}, want{"403 REFUND_NOT_ALLOWED: Over refund is not allowed. Refund not possible.", []string{"refunded_amount must be at most 8000"}}},
		{captured, "PATCH", "authorization", tree{"order_amount": 1}, want{"403 NOT_ALLOWED: Update not allowed.", []string{"the order is CAPTURED"}}},
		{cancelled, "PATCH", "authorization", tree{"order_amount": 1}, want{"403 NOT_ALLOWED: Update not allowed.", []string{"the order is CANCELLED"}}},
		{pending, "PATCH", "authorization", tree{"order_amount": 1}, want{"403 NOT_ALLOWED: Update not allowed.", []string{"fraud_status is PENDING"}}},
		{card, "PATCH", "authorization", tree{"order_amount": 30000}, want{"403 NOT_ALLOWED: Update not allowed.", []string{"order_amount must be at most 23750", "CARD"}}},
	} {
		got := p.manage(c.order, c.method, c.operation, c.body)
		c.text(t, c.operation, got)
		if !begins(got, c.begins) {
			t.Errorf("%s: %s does not go on as it should", c.operation, got)
		}
	}
	p.pass(28 * 24 * time.Hour)
	want{"403 NOT_ALLOWED: Update not allowed.", []string{"the order is EXPIRED"}}.text(t, "expired", p.manage(card, "PATCH", "authorization", tree{"order_amount": 1}))
}

// What does not match says what the payer agreed to, where that is no personal
// data.
func TestNotMatchingSaysWhatWasAgreed(t *testing.T) {
	p := newProvider(t)
	token := p.approve(p.open(with(lamp(), tree{"billing_address": tree{"city": "Stockholm"}})), payer())
	r := p.ask("POST", "/payments/v1/authorizations/"+token+"/order", with(line(nil), tree{"billing_address": tree{"city": "Umeå"}}))
	got := r.error(t)
	const published = "BAD_VALUE: Not matching fields: [order_amount, order_tax_amount, Incorrect number of items in the cart. Expected: 3, Actual: 1, billing_address.city]"
	want{published, []string{"order_amount should be 23750", "order_tax_amount should be 4750"}}.text(t, "amounts", got)
	if r.status != 409 || !begins(got, published) {
		t.Errorf("%d %s", r.status, got)
	}
}
