package provider_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A new total replaces the lines too; what is left out is gone.
func TestUpdateAuthorization(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	p.capture(order, 8000)
	shade := tree{"name": "Shade", "quantity": 1, "unit_price": 9000, "total_amount": 9000}
	if got := p.manage(order, "PATCH", "authorization", tree{"order_amount": 9000, "order_lines": []any{shade}, "description": "Less"}); got != "204" {
		t.Fatal(got)
	}
	if got := p.amounts(order); got != "PART_CAPTURED 9000 8000 1000 1" {
		t.Error(got)
	}
	o := p.read(order)
	if lines := o["order_lines"].([]any); len(lines) != 1 || lines[0].(tree)["name"] != "Shade" || o["original_order_amount"] != 23750.0 {
		t.Errorf("%v of %v", lines, o["original_order_amount"])
	}
	if got := p.manage(order, "PATCH", "authorization", tree{"order_amount": 8000}); got != "204" {
		t.Fatal(got)
	}
	if got := p.amounts(order); got != "CAPTURED 8000 8000 0 1" || len(p.read(order)["order_lines"].([]any)) != 0 {
		t.Errorf("%s with %v", got, p.read(order)["order_lines"])
	}
	for body, want := range map[string]string{
		`{}`:                                  "422 UNPROCESSABLE_ENTITY: 'order_amount' must not be null",
		`{"order_amount":-1}`:                 "422 UNPROCESSABLE_ENTITY: The order_amount value must be an integer between 0 and 200000000",
		`{"order_amount":1,"description":{}}`: "422 UNPROCESSABLE_ENTITY: The description value must be a string",
	} {
		if got := p.manage(p.order(), "PATCH", "authorization", body); !begins(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// More than before needs a method that offers it and a payer who is not
// refused (docs/spec/provider.md C.3).
func TestUpdateUpwards(t *testing.T) {
	british := tree{"purchase_country": "GB", "purchase_currency": "GBP", "locale": "en-GB"}
	who := with(payer(), tree{"country": "GB", "postal_code": "EC4A 3AB", "email": "customer@email.uk"})
	for name, c := range map[string]struct {
		category string
		payer    tree
		changes  tree
		want     string
	}{
		"invoice":                {"pay_later", payer(), nil, "204"},
		"card":                   {"pay_now", payer(), nil, "403 NOT_ALLOWED: Update not allowed."},
		"parts in Sweden":        {"pay_over_time", payer(), nil, "204"},
		"parts in Great Britain": {"pay_over_time", who, british, "403 NOT_ALLOWED: Update not allowed."},
	} {
		p := newProvider(t)
		if got := p.manage(p.orderOf(c.category, c.payer, c.changes), "PATCH", "authorization", tree{"order_amount": 30000}); !begins(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestMerchantReferences(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	for _, step := range []struct {
		body       string
		one, other any
	}{
		{`{"merchant_reference1":"1","merchant_reference2":"2"}`, "1", "2"},
		{`{"merchant_reference2":"3"}`, "1", "3"},
		{`{"merchant_reference1":""}`, nil, "3"},
		{`{}`, nil, "3"},
	} {
		if got := p.manage(order, "PATCH", "merchant-references", step.body); got != "204" {
			t.Errorf("%s: %s", step.body, got)
		}
		if o := p.read(order); o["merchant_reference1"] != step.one || o["merchant_reference2"] != step.other {
			t.Errorf("%s: %v and %v", step.body, o["merchant_reference1"], o["merchant_reference2"])
		}
	}
	want := "422 UNPROCESSABLE_ENTITY: The size of the merchant_reference1 value must be between 0 and 255"
	if got := p.manage(order, "PATCH", "merchant-references", tree{"merchant_reference1": strings.Repeat("x", 256)}); !begins(got, want) {
		t.Error(got)
	}
}

func TestCustomerDetails(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	if got := p.manage(order, "PATCH", "customer-details", tree{"shipping_address": tree{"street_address": "Storgatan 1", "postal_code": "903 26", "city": "Umeå"}}); got != "204" {
		t.Fatal(got)
	}
	o := p.read(order)
	shipping, billing := o["shipping_address"].(tree), o["billing_address"].(tree)
	if got := sprint(shipping["given_name"], shipping["street_address"], shipping["postal_code"], shipping["city"], "·", billing["city"]); got != "Alice Storgatan 1 903 26 Umeå · Stockholm" {
		t.Error(got)
	}
	const invalid = "422 INVALID_ADDRESS: The shipping and/or billing address is invalid"
	for body, want := range map[string]string{
		`{"shipping_address":{"postal_code":"nowhere"}}`:     invalid,
		`{"shipping_address":{"email":"nobody"}}`:            invalid,
		`{"shipping_address":{"country":"US"}}`:              invalid,
		`{}`:                                                 "422 UNPROCESSABLE_ENTITY: 'shipping_address' must not be null",
		`{"shipping_address":"Umeå"}`:                        "422 UNPROCESSABLE_ENTITY: The shipping_address value must be an object",
		`{"shipping_address":{"postal_code":"12345678901"}}`: "422 UNPROCESSABLE_ENTITY: The size of the shipping_address/postal_code value must be between 0 and 10",
	} {
		if got := p.manage(order, "PATCH", "customer-details", body); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// The new end is 28 days from today, the same all day long.
func TestExtend(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	for _, c := range []struct {
		pass time.Duration
		want string
	}{
		{0, "2026-12-21T00:00:00.000Z"}, {10 * 24 * time.Hour, "2026-12-31T00:00:00.000Z"}, {time.Hour, "2026-12-31T00:00:00.000Z"},
	} {
		p.pass(c.pass)
		if got := p.manage(order, "POST", "extend-authorization-time", nil); got != "204" {
			t.Fatal(got)
		}
		if got := p.read(order)["expires_at"]; got != c.want {
			t.Errorf("ends %v, want %s", got, c.want)
		}
	}
	for range 7 { // to the 187th day
		p.pass(25 * 24 * time.Hour)
		if p.now().Before(epoch.AddDate(0, 0, 180)) {
			p.must(http.StatusNoContent, "POST", "/ordermanagement/v1/orders/"+order+"/extend-authorization-time", nil)
		}
	}
	if got, want := p.manage(order, "POST", "extend-authorization-time", nil), "403 NOT_ALLOWED: Order is older than 180 days. Authorization time cannot be extended."; got != want {
		t.Error(got)
	}
	if got := p.manage(p.orderOf("pay_now", payer(), nil), "POST", "extend-authorization-time", nil); got != "403 NOT_ALLOWED: The payment method does not allow it. Authorization time cannot be extended." {
		t.Error(got)
	}
}
