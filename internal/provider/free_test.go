package provider_test

import (
	"testing"
)

// free is a purchase that costs nothing.
func free(changes tree) tree {
	return with(tree{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 0, "order_tax_amount": 0,
		"order_lines": []any{tree{"name": "Sample", "quantity": 1, "unit_price": 0, "tax_rate": 0, "total_amount": 0, "total_tax_amount": 0}},
	}, changes)
}

// An order of 0 can be captured: by 0, key, or as it is placed.
func TestOrderOfNothingIsCaptured(t *testing.T) {
	p := newProvider(t)
	place := func(changes tree) string {
		var placed tree
		token := p.approve1(p.open(free(nil)), 0)
		p.must(200, "POST", "/payments/v1/authorizations/"+token+"/order", free(changes)).into(t, &placed)
		return placed["order_id"].(string)
	}
	order := place(nil)
	if got := p.amounts(order); got != "AUTHORIZED 0 0 0 0" {
		t.Errorf("placed: %s", got)
	}
	p.capture(order, 0)
	if got := p.amounts(order); got != "CAPTURED 0 0 0 1" {
		t.Errorf("captured: %s", got)
	}
	if got := p.manage(order, "POST", "captures", tree{"captured_amount": 0}); got[:3] != "403" {
		t.Errorf("captured again: %s", got)
	}
	if got := p.manage(order, "POST", "captures", tree{"captured_amount": 1}); got[:3] != "403" {
		t.Errorf("more than nothing: %s", got)
	}
	if got := p.amounts(place(tree{"auto_capture": true})); got != "CAPTURED 0 0 0 1" {
		t.Errorf("captured as it was placed: %s", got)
	}
	if got := p.manage(p.order(), "POST", "captures", tree{"captured_amount": 0}); !begins(got, "422 UNPROCESSABLE_ENTITY: The captured_amount value must be an integer between 1 and 200000000") {
		t.Errorf("nothing of something: %s", got)
	}
}
