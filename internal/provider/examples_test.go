package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sdkContact is what the official SDKs' examples change of an address.
func sdkContact() tree { return tree{"email": "user@example.com", "phone": "57-3895734"} }

// The published examples of the official SDKs, on an order of which nothing is
// captured.
func TestCustomerDetailsOfBothAddresses(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	if got := p.manage(order, "PATCH", "customer-details", tree{"billing_address": sdkContact(), "shipping_address": sdkContact()}); got != "204" {
		t.Fatal(got)
	}
	o := p.read(order)
	for _, name := range []string{"billing_address", "shipping_address"} {
		address := o[name].(tree)
		if got := fmt.Sprint(address["email"], address["phone"], address["city"]); got != "user@example.com57-3895734Stockholm" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := p.manage(p.order(), "PATCH", "customer-details", tree{"billing_address": sdkContact()}); got != "204" {
		t.Error(got)
	}
}

// Once something is captured the billing address stands; a refusal names the
// member and says why.
func TestCustomerDetailsRefused(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	p.capture(order, 100)
	got := p.manage(order, "PATCH", "customer-details", tree{"billing_address": sdkContact()})
	want{"403 NOT_ALLOWED: Billing address cannot be updated. Customer details cannot be updated.", []string{"billing_address", "captured"}}.text(t, "captured", got)
	if got := p.manage(order, "PATCH", "customer-details", tree{"shipping_address": sdkContact(), "billing_address": tree{"city": "Stockholm"}}); got != "204" {
		t.Errorf("the billing address as it is: %s", got)
	}
	fresh := p.order()
	for body, says := range map[string][]string{
		`{"shipping_address":{"postal_code":"nowhere"}}`:                                                   {"shipping_address.postal_code", "111"},
		`{"billing_address":{"email":"nobody","phone":"call me"}}`:                                         {"billing_address.email", "billing_address.phone"},
		`{"billing_address":{"country":"US","postal_code":"10001"},"shipping_address":{"given_name":"1"}}`: {"shipping_address.given_name", "billing_address.region"},
	} {
		want{"422 INVALID_ADDRESS: The shipping and/or billing address is invalid", says}.text(t, body, p.manage(fresh, "PATCH", "customer-details", body))
	}
}

func (w want) text(t *testing.T, name, got string) {
	t.Helper()
	for _, part := range append(w.says, w.begins) {
		if !strings.Contains(got, part) {
			t.Errorf("%s: %s\ndoes not say %q", name, got, part)
		}
	}
}

// An older operation that the official SDKs still call.
func TestCaptureCustomerDetails(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	if got := p.manage(order, "PATCH", "captures/none/customer-details", tree{"billing_address": sdkContact()}); !strings.HasPrefix(got, "403 NOT_ALLOWED: Order has no captures.") {
		t.Error(got)
	}
	first, second := p.capture(order, 100), p.capture(order, 200)
	at := "captures/" + first + "/customer-details"
	if got := p.manage(order, "PATCH", at, tree{"billing_address": sdkContact()}); got != "204" {
		t.Fatal(got)
	}
	if got := p.manage(order, "PATCH", at, tree{"billing_address": tree{"phone": "+46701740615"}, "shipping_address": tree{"city": "Umeå"}}); got != "204" {
		t.Fatal(got)
	}
	read := func(id string) (c tree) {
		p.must(200, "GET", "/ordermanagement/v1/orders/"+order+"/captures/"+id, nil).into(t, &c)
		return c
	}
	billing, shipping := read(first)["billing_address"].(tree), read(first)["shipping_address"].(tree)
	if got := fmt.Sprint(billing["email"], billing["phone"], billing["city"], shipping["city"]); got != "user@example.com+46701740615StockholmUmeå" {
		t.Error(got)
	}
	o := p.read(order)
	if diff := cmp.Diff(o["billing_address"], read(second)["billing_address"]); diff != "" {
		t.Errorf("another capture changed:\n%s", diff)
	}
	if o["billing_address"].(tree)["email"] != "customer@email.se" {
		t.Errorf("the order changed: %v", o["billing_address"])
	}
	for name, c := range map[string]struct{ path, body, want string }{
		"unknown capture": {"captures/none/customer-details", `{"billing_address":{"city":"Umeå"}}`, "404 NO_SUCH_CAPTURE: Capture could not be found."},
		"nothing":         {at, `{}`, "422 UNPROCESSABLE_ENTITY: 'shipping_address' must not be null"},
		"no address":      {at, `{"billing_address":{"email":"nobody"}}`, "422 INVALID_ADDRESS: The shipping and/or billing address is invalid"},
	} {
		if got := p.manage(order, "PATCH", c.path, c.body); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	key := []string{"Klarna-Idempotency-Key", "k1"}
	for range 2 {
		p.must(204, "PATCH", "/ordermanagement/v1/orders/"+order+"/"+at, tree{"billing_address": sdkContact()}, key...)
	}
}

// A malformed id of an order is told apart from an unknown one, as recorded.
func TestMalformedOrderID(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct{ method, operation string }{
		{"GET", ""}, {"POST", "/captures"}, {"POST", "/cancel"}, {"PATCH", "/merchant-references"}, {"GET", "/refunds/none"}, {"POST", "/acknowledge"}, {"GET", "/captures"},
	} {
		for id, want := range map[string]string{
			"none": "400 INVALID_ORDER_ID: Order ID must be a valid UUID.", "019ac1b2-0000-7000-8000-00000000000": "400 INVALID_ORDER_ID: Order ID must be a valid UUID.",
			"019ac1b2-0000-7000-8000-000000000000": "404 NO_SUCH_ORDER: Order 019ac1b2-0000-7000-8000-000000000000 cannot be found",
		} {
			if got := p.said(c.method, "/ordermanagement/v1/orders/"+id+c.operation, tree{"captured_amount": 1}); !strings.HasPrefix(got, want) {
				t.Errorf("%s %s: %s", c.method, id+c.operation, got)
			}
		}
	}
}

// What is no colour is ignored: no purchase fails for its decoration.
func TestNoColourIsIgnored(t *testing.T) {
	p := newProvider(t)
	colours := tree{"color_button": "000000", "color_border": "red", "color_text": "#12345g", "color_link": "#AA00ff", "color_header": ""}
	var session, order tree
	p.must(200, "GET", "/payments/v1/sessions/"+p.open(with(lamp(), tree{"options": colours})), nil).into(t, &session)
	p.must(201, "POST", "/checkout/v3/orders", basket(tree{"options": with(colours, tree{"color_border": nil})})).into(t, &order)
	for name, options := range map[string]any{"Payments": session["options"], "Checkout": order["options"]} {
		if o := options.(tree); o["color_link"] != "#AA00ff" || o["color_button"] != nil || o["color_details"] != nil {
			t.Errorf("%s: %v", name, o)
		}
	}
}
