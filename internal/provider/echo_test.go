package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a merchant sent is echoed, zeros and empty lists too: clients compare.
func TestCheckoutEchoesZeros(t *testing.T) {
	p := newProvider(t)
	empty, none := []any{}, tree{}
	options := tree{
		"vat_removed": false, "title_mandatory": false, "phone_mandatory": false, "show_subtotal_detail": false, "auto_capture": false,
		"national_identification_number_mandatory": false, "verify_national_identification_number": false, "require_client_validation": false,
		"enable_discount_module": false, "show_vat_registration_number_field": false, "allow_separate_shipping_address": false,
		"date_of_birth_mandatory": false, "require_validate_callback_success": false,
		"additional_checkbox": none, "additional_checkboxes": empty, "allowed_customer_types": empty,
	}
	line := with(basket(nil)["order_lines"].([]any)[0].(tree), tree{
		"quantity": 1.0, "unit_price": 0.0, "total_amount": 0.0, "total_discount_amount": 0.0, "tax_rate": 0.0, "total_tax_amount": 0.0,
		"product_identifiers": none, "shipping_attributes": none, "subscription": none,
	})
	sent := basket(tree{
		"purchase_country": "se", "purchase_currency": "SEK",
		"order_amount": 0.0, "order_tax_amount": 0.0, "order_lines": []any{line}, "options": options, "recurring": false, "tags": empty, "shipping_countries": empty, "billing_countries": empty,
		"discount_lines": empty, "gui": none, "attachment": none, "external_payment_methods": empty, "external_checkouts": empty, "customer": none,
		"shipping_options": []any{tree{"id": "a", "name": "A", "price": 0.0, "tax_amount": 0.0, "tax_rate": 0.0, "preselected": false, "delivery_details": none, "selected_addons": empty}},
	})
	var made, read, changed tree
	p.must(201, "POST", "/checkout/v3/orders", sent).into(t, &made)
	at := "/checkout/v3/orders/" + made["order_id"].(string)
	p.must(200, "GET", at, nil).into(t, &read)
	p.must(200, "POST", at, tree{"merchant_reference1": "1"}).into(t, &changed)
	for answer, got := range map[string]tree{"made": made, "read": read, "changed": changed} {
		for name, want := range sent {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s: %s (-sent +echoed):\n%s", answer, name, diff)
			}
		}
	}
	// What was not sent is not invented.
	var plain tree
	p.must(201, "POST", "/checkout/v3/orders", basket(nil)).into(t, &plain)
	for _, name := range []string{"recurring", "tags", "gui", "discount_lines", "shipping_options", "attachment"} {
		if value, there := plain[name]; there {
			t.Errorf("%s: %v, though nobody sent it", name, value)
		}
	}
}

// A payment session's lines and tax are read as they were sent.
func TestPaymentsEchoesZeros(t *testing.T) {
	p := newProvider(t)
	sent := tree{"type": "physical", "name": "Sample", "quantity": 1.0, "unit_price": 0.0, "tax_rate": 0.0, "total_amount": 0.0, "total_discount_amount": 0.0, "total_tax_amount": 0.0}
	id := p.open(free(tree{"order_lines": []any{sent}, "custom_payment_method_ids": []any{}}))
	var read tree
	p.must(200, "GET", "/payments/v1/sessions/"+id, nil).into(t, &read)
	if diff := cmp.Diff([]any{sent}, read["order_lines"]); diff != "" {
		t.Errorf("order_lines (-sent +read):\n%s", diff)
	}
	if read["order_tax_amount"] != 0.0 || cmp.Diff([]any{}, read["custom_payment_method_ids"]) != "" {
		t.Errorf("order_tax_amount %v, custom_payment_method_ids %v", read["order_tax_amount"], read["custom_payment_method_ids"])
	}
}

// Order Management reads back what a line says of its product, of the order
// and of a capture.
func TestOrderLinesKeepTheirProduct(t *testing.T) {
	p := newProvider(t)
	product := tree{"brand": "Lumen", "category_path": "Home > Lamps", "global_trade_item_number": "735858293167", "manufacturer_part_number": "L1", "color": "blue", "size": "m"}
	body := line(tree{"product_identifiers": product, "subscription": tree{"name": "Bulbs", "interval": "MONTH", "interval_count": 2}})
	var placed, capture tree
	token := p.approve1(p.open(body), 10000)
	p.must(200, "POST", "/payments/v1/authorizations/"+token+"/order", body).into(t, &placed)
	id := placed["order_id"].(string)
	made := p.must(201, "POST", "/ordermanagement/v1/orders/"+id+"/captures", tree{"captured_amount": 100, "order_lines": []any{
		tree{"name": "Bulb", "quantity": 1, "unit_price": 100, "total_amount": 100, "product_identifiers": product},
	}})
	p.must(200, "GET", "/ordermanagement/v1/orders/"+id+"/captures/"+made.header.Get("Capture-Id"), nil).into(t, &capture)
	ordered, captured := p.read(id)["order_lines"].([]any)[0].(tree), capture["order_lines"].([]any)[0].(tree)
	for name, got := range map[string]any{"order": ordered["product_identifiers"], "capture": captured["product_identifiers"]} {
		if diff := cmp.Diff(product, got); diff != "" {
			t.Errorf("%s (-sent +read):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff(tree{"name": "Bulbs", "interval": "MONTH", "interval_count": 2.0}, ordered["subscription"]); diff != "" {
		t.Errorf("subscription (-sent +read):\n%s", diff)
	}
}
