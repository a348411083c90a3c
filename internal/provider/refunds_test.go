package provider_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRefunds(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	p.capture(order, 23750)
	p.pass(time.Second)
	path := "/ordermanagement/v1/orders/" + order + "/refunds"
	r := p.must(http.StatusCreated, "POST", path, tree{
		"refunded_amount": 2500, "description": "Late", "reference": "R-9",
		"order_lines": []any{tree{"name": "Post", "quantity": 1, "unit_price": 2500, "total_amount": 2500, "type": "shipping_fee"}},
	})
	id := r.header.Get("Refund-Id")
	if len(r.body) > 0 || id == "" || r.header.Get("Location") != "https://api.test"+path+"/"+id {
		t.Errorf("%v with body %q", r.header, r.body)
	}
	want := tree{
		"refund_id": id, "refunded_amount": 2500.0, "refunded_at": "2026-11-23T09:48:17.680Z", "description": "Late", "reference": "R-9",
		"order_lines": []any{tree{
			"type": "shipping_fee", "reference": "", "name": "Post", "quantity": 1.0, "quantity_unit": "", "unit_price": 2500.0,
			"total_amount": 2500.0, "total_discount_amount": 0.0, "tax_rate": 0.0, "total_tax_amount": 0.0,
		}},
	}
	var one tree
	p.must(http.StatusOK, "GET", path+"/"+id, nil).into(t, &one)
	if diff := cmp.Diff(want, one); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{want}, p.read(order)["refunds"]); diff != "" {
		t.Errorf("in the order (-want +got):\n%s", diff)
	}
	if got, want := p.manage(order, "POST", "refunds", tree{"refunded_amount": 21251}), "403 REFUND_NOT_ALLOWED: Over refund is not allowed. Refund not possible."; !begins(got, want) {
		t.Error(got)
	}
	p.must(http.StatusCreated, "POST", path, tree{"refunded_amount": 21250})
	// A refund does not give authorization back, nor change the captures.
	o := p.read(order)
	if got := sprint(o["status"], o["refunded_amount"], o["remaining_authorized_amount"], o["captures"].([]any)[0].(tree)["refunded_amount"]); got != "CAPTURED 23750 0 0" {
		t.Error(got)
	}
	if got, want := p.manage(order, "GET", "refunds/none", nil), "404 NOT_FOUND: Refund none cannot be found for order "+order; got != want {
		t.Error(got)
	}
}

func TestRefundLimits(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	p.capture(order, 23750)
	for body, want := range map[string]string{
		`{}`:                       "'refunded_amount' must not be null",
		`{"refunded_amount":null}`: "'refunded_amount' must not be null",
		`{"refunded_amount":0}`:    "The refunded_amount value must be an integer between 1 and 200000000",
		`{"refunded_amount":true}`: "The refunded_amount value must be an integer between 1 and 200000000",
		`{"refunded_amount":9223372036854775808}`:                                "The refunded_amount value must be an integer between 1 and 200000000",
		`{"refunded_amount":1,"order_lines":{}}`:                                 "The order_lines value must be an array",
		`{"refunded_amount":1,"description":"` + strings.Repeat("é", 256) + `"}`: "The size of the description value must be between 0 and 255",
		`{"refunded_amount":1,"reference":7,"order_lines":[{"name":"a"},{}]}`:    "'order_lines.quantity' must not be null",
	} {
		if got := p.manage(order, "POST", "refunds", body); !strings.HasPrefix(got, "422 UNPROCESSABLE_ENTITY: "+want) {
			t.Errorf("%s: %s", body, got)
		}
	}
	if n := p.rows(`SELECT count(*) FROM playground_refunds`); n != 0 {
		t.Errorf("%d refunds of refused requests", n)
	}
}

// A merchant may keep part of a refund by a negative line (docs/spec/provider.md C.3).
func TestReturnFee(t *testing.T) {
	line := func(kind string, amount int) tree {
		return tree{"type": kind, "name": kind, "quantity": 1, "unit_price": amount, "total_amount": amount}
	}
	whole, parts := []int{23750}, []int{20000, 3750}
	for name, c := range map[string]struct {
		captures []int
		amount   int
		lines    []any
		want     string
	}{
		"kept":                 {whole, 2000, []any{line("physical", 2500), line("return_fee", -500)}, "201"},
		"not adding up":        {whole, 2500, []any{line("physical", 2500), line("return_fee", -500)}, "403 REFUND_NOT_ALLOWED: With a return fee the order lines must add up"},
		"adding up over int64": {whole, 2000, []any{line("physical", 2000), line("return_fee", math.MinInt64), line("return_fee", math.MinInt64)}, "403 REFUND_NOT_ALLOWED: With a return fee the order lines must add up"},
		"of a positive fee":    {whole, 3000, []any{line("physical", 2500), line("return_fee", 500)}, "403 REFUND_NOT_ALLOWED: A return fee must be negative"},
		"of two captures":      {parts, 2000, []any{line("physical", 2500), line("return_fee", -500)}, "403 REFUND_NOT_ALLOWED: Return fees need a single capture"},
		"without a fee":        {parts, 2000, []any{line("physical", 2500)}, "201"},
	} {
		p := newProvider(t)
		order := p.order()
		for _, amount := range c.captures {
			p.capture(order, amount)
		}
		if got := p.manage(order, "POST", "refunds", tree{"refunded_amount": c.amount, "order_lines": c.lines}); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	p := newProvider(t)
	abroad := p.orderOf("pay_now", with(payer(), tree{"country": "GB", "postal_code": "EC4A 3AB", "email": "customer@email.uk"}),
		tree{"purchase_country": "GB", "purchase_currency": "GBP", "locale": "en-GB"})
	p.capture(abroad, 23750)
	got := p.manage(abroad, "POST", "refunds", tree{"refunded_amount": 2000, "order_lines": []any{line("physical", 2500), line("return_fee", -500)}})
	if !strings.HasPrefix(got, "403 REFUND_NOT_ALLOWED: Return fees are not allowed in GB") {
		t.Error(got)
	}
}

// Fifty refunds at once of a capture that bears twenty.
func TestParallelRefunds(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	p.capture(order, 2000)
	var made, refused atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			switch r := p.ask("POST", "/ordermanagement/v1/orders/"+order+"/refunds", tree{"refunded_amount": 100}); r.status {
			case http.StatusCreated:
				made.Add(1)
			case http.StatusForbidden:
				refused.Add(1)
			default:
				t.Errorf("%d %s", r.status, r.body)
			}
		})
	}
	wg.Wait()
	if got := fmt.Sprint(made.Load(), refused.Load(), p.read(order)["refunded_amount"]); got != "20 30 2000" {
		t.Errorf("made, refused, sum: %s", got)
	}
}
