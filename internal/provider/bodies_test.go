package provider_test

import (
	"net/http"
	"strings"
	"testing"
)

// Requests in the shapes that published recordings show were served
// (docs/spec/provider.md A.11): nulls, bare languages, no rates, doubled slashes.
func TestRecordedShapesAreServed(t *testing.T) {
	address := tree{
		"given_name": "Jan", "family_name": "Von Doe", "email": "jan@example.com", "street_address": "Box 1", "street_address2": "",
		"postal_code": "20500", "city": "Malmö", "region": "M", "phone": "+48123456789", "country": "SE",
	}
	us := tree{
		"purchase_country": "US", "purchase_currency": "USD", "locale": "en", "order_amount": 1412, "order_tax_amount": 112,
		"order_lines": []any{
			tree{"name": "Goods", "type": "physical", "reference": "SKU", "quantity": 2, "unit_price": 500, "total_amount": 1000, "product_url": "http://shop.test/p", "product_identifiers": tree{}, "image_url": nil},
			tree{"name": "Shipping", "type": "shipping_fee", "quantity": 1, "unit_price": 700, "total_amount": 700},
			tree{"name": "Discount", "type": "discount", "quantity": 1, "unit_price": -100, "total_amount": -100},
			tree{"name": "Tax", "type": "sales_tax", "quantity": 1, "unit_price": 112, "total_amount": 112},
			tree{"name": "Credit", "type": "store_credit", "quantity": 1, "unit_price": -300, "total_amount": -300},
		},
		"merchant_urls": tree{"confirmation": "http://shop.test/confirmation"}, "merchant_reference1": "A1", "options": tree{},
		"billing_address": with(address, tree{"country": "US", "postal_code": "19106", "region": "PA"}), "auto_capture": false,
	}
	us["billing_address"].(tree)["phone"] = nil
	digital := tree{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "PL", "intent": "buy", "order_amount": 22299, "order_tax_amount": 4170,
		"order_lines": []any{
			tree{"name": "Song - blue", "quantity": 1, "tax_rate": 2300, "total_amount": 9999, "total_tax_amount": 1870, "type": "digital", "unit_price": 9999},
			tree{"name": "Post", "quantity": 1, "reference": "P", "tax_rate": 2300, "total_amount": 12300, "total_tax_amount": 2300, "type": "shipping_fee", "unit_price": 12300},
		},
		"merchant_data": `{"transactionId":"5"}`, "merchant_urls": tree{"authorization": "https://shop.test/a?x=1"},
		"billing_address": address, "shipping_address": with(address, tree{"country": "US", "postal_code": "10027", "region": "NY"}),
	}
	plainTax := with(us, tree{"order_amount": 1000, "order_tax_amount": 0, "order_lines": []any{
		tree{"name": "Goods", "type": "physical", "quantity": 2, "unit_price": 500, "total_amount": 1000},
		tree{"name": "Tax", "type": "sales_tax", "quantity": 1, "unit_price": 0, "total_amount": 0},
	}})
	p := newProvider(t)
	for name, body := range map[string]tree{"us": us, "digital": digital, "no tax": plainTax} {
		for _, path := range []string{"/payments/v1/sessions", "//payments/v1/sessions", "/payments/v1/sessions/"} {
			var got created
			r := p.ask("POST", path, body)
			if r.status != http.StatusOK || r.header.Get("Content-Type") != "application/json" {
				t.Errorf("%s at %s: %d %s", name, path, r.status, r.body)
				continue
			}
			if r.into(t, &got); got.ID == "" || got.ClientToken == "" || len(got.Categories) == 0 {
				t.Errorf("%s: %s", name, r.body)
			}
		}
	}
}

func TestLenientNumbers(t *testing.T) {
	p := newProvider(t)
	p.lenient = true
	for name, body := range map[string]string{
		"strings":  `{"purchase_country":"US","purchase_currency":"USD","order_amount":"10","order_lines":[{"name":"A","quantity":"1","unit_price":"10","total_amount":"10","tax_rate":"10","total_tax_amount":"1"}]}`,
		"fraction": `{"purchase_country":"US","purchase_currency":"USD","order_amount":2500.0,"order_lines":[{"name":"A","quantity":1.0,"unit_price":25e2,"total_amount":2500.00}]}`,
		"unknown":  `{"purchase_country":"US","purchase_currency":"USD","order_amount":10,"who":{"knows":[1]},"order_lines":[{"name":"A","quantity":1,"unit_price":10,"total_amount":10,"more":true}]}`,
	} {
		if r := p.ask("POST", "/payments/v1/sessions", body); r.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
}

func TestBadBodies(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct {
		name, body string
		status     int
		want       string // the error begins so
	}{
		{"empty object", `{}`, 400, "BAD_VALUE: Bad value: purchase_currency, purchase_country"},
		{"nothing", ``, 400, "BAD_REQUEST: "},
		{"a list", `[]`, 400, "BAD_REQUEST: "},
		{"no JSON", `hello`, 400, "BAD_REQUEST: "},
		{"two objects", `{}{}`, 400, "BAD_REQUEST: "},
		{"a member twice", `{"locale":"sv","locale":"en"}`, 400, "BAD_REQUEST: "},
		{"over a megabyte", `{"merchant_data":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "REQUEST_TOO_LARGE: "},
	} {
		for _, path := range []string{"/payments/v1/sessions", "/payments/v1/authorizations/none/order"} {
			r := p.ask("POST", path, c.body)
			if r.status != c.status || !strings.HasPrefix(r.error(t), c.want) {
				t.Errorf("%s at %s: %d %s", c.name, path, r.status, r.body)
			}
		}
	}
}

// Whatever comes in, no answer is a 500 and every refusal says why.
func FuzzCreate(f *testing.F) {
	f.Add([]byte(`{"purchase_country":"SE","purchase_currency":"SEK","order_amount":1,"order_lines":[{"name":"A","quantity":1,"unit_price":1,"total_amount":1}]}`))
	f.Add([]byte(`{"purchase_country":"SE","purchase_currency":"SEK","order_amount":9e18,"order_lines":[{"name":"\u0000","quantity":1e308,"unit_price":-1,"total_amount":null}]}`))
	f.Add([]byte(`{"merchant_urls":[],"billing_address":"x","order_lines":[[]]}`))
	f.Add([]byte(`[`))
	p := newProvider(f)
	p.lenient = true
	f.Fuzz(func(t *testing.T, body []byte) {
		p.t = t
		switch r := p.ask("POST", "/payments/v1/sessions", string(body)); r.status {
		case http.StatusOK:
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
			if r.error(t) == ": " {
				t.Errorf("a refusal that says nothing: %s", r.body)
			}
		default:
			t.Errorf("%d %s", r.status, r.body)
		}
	})
}
