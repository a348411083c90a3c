package provider_test

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// basket is a Checkout order of the lamp, without its postage.
func basket(changes tree) tree {
	return with(tree{
		"purchase_country": "SE", "purchase_currency": "sek", "locale": "sv-SE", "order_amount": 22500, "order_tax_amount": 4500,
		"order_lines": []any{tree{
			"type": "physical", "name": "Lamp", "reference": "L-1", "quantity": 2, "unit_price": 12500, "total_discount_amount": 2500,
			"tax_rate": 2500, "total_amount": 22500, "total_tax_amount": 4500,
		}},
		"merchant_urls": urls(nil),
	}, changes)
}

func urls(more tree) tree {
	return with(tree{
		"terms": "http://shop.test/terms", "checkout": "http://shop.test/checkout?o={checkout.order.id}",
		"confirmation": "http://shop.test/done?o={checkout.order.id}", "push": "http://shop.test/push?o={checkout.order.id}",
	}, more)
}

func shippingOptions() []any {
	return []any{
		tree{"id": "home", "name": "To the door", "price": 4900, "tax_amount": 980, "tax_rate": 2500},
		tree{"id": "shop", "name": "Collect it", "price": 0, "tax_amount": 0, "tax_rate": 2500, "preselected": true},
	}
}

// checkout makes a Checkout order and answers its id.
func (p *testProvider) checkout(changes tree) string {
	p.t.Helper()
	var made struct {
		ID string `json:"order_id"`
	}
	p.must(http.StatusCreated, "POST", "/checkout/v3/orders", basket(changes)).into(p.t, &made)
	return made.ID
}

// The recorded answer (docs/spec/provider.md B.4), member by member.
func TestCheckoutCreate(t *testing.T) {
	p := newProvider(t)
	r := p.must(http.StatusCreated, "POST", "/checkout/v3/orders/", basket(tree{"merchant_urls": urls(tree{"id": "dropped"})}))
	var got tree
	r.into(t, &got)
	id, _ := got["order_id"].(string)
	if id == "" || r.header.Get("Location") != "https://api.test/checkout/v3/orders/"+id {
		t.Errorf("Location %s of %s", r.header.Get("Location"), id)
	}
	want := with(basket(nil), tree{
		"order_id": id, "status": "checkout_incomplete", "purchase_country": "se", "purchase_currency": "SEK",
		"order_amount": 22500.0, "order_tax_amount": 4500.0,
		"order_lines": []any{tree{
			"type": "physical", "name": "Lamp", "reference": "L-1", "quantity": 2.0, "unit_price": 12500.0, "total_discount_amount": 2500.0,
			"tax_rate": 2500.0, "total_amount": 22500.0, "total_tax_amount": 4500.0,
		}},
		"billing_address": tree{"country": "se"}, "shipping_address": tree{"country": "se"}, "customer": tree{},
		"external_payment_methods": []any{}, "external_checkouts": []any{},
		"options":    tree{"allow_separate_shipping_address": false, "date_of_birth_mandatory": false, "require_validate_callback_success": false},
		"started_at": "2026-11-23T09:48:16Z", "last_modified_at": "2026-11-23T09:48:16Z", "html_snippet": got["html_snippet"],
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var read tree
	p.must(http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil).into(t, &read)
	if diff := cmp.Diff(got, read); diff != "" {
		t.Errorf("read (-created +read):\n%s", diff)
	}
}

// The published messages name members without the way to them, each once
// (docs/spec/provider.md B.5).
func TestCheckoutErrors(t *testing.T) {
	p := newProvider(t)
	line := func(changes tree) []any {
		return []any{with(basket(nil)["order_lines"].([]any)[0].(tree), changes)}
	}
	for name, c := range map[string]struct {
		changes tree
		want    string
	}{
		"discount not taken off":    {tree{"order_lines": line(tree{"total_amount": 25000})}, "total_amount, total_tax_amount"},
		"two such lines":            {tree{"order_lines": append(line(tree{"total_amount": 25001, "total_tax_amount": 5000}), line(tree{"total_amount": 25001, "total_tax_amount": 5000})...)}, "total_amount, order_amount, order_tax_amount"},
		"tax of a line":             {tree{"order_lines": line(tree{"total_tax_amount": 4502})}, "total_tax_amount"},
		"tax of the order":          {tree{"order_tax_amount": 4503}, "order_tax_amount"},
		"amount":                    {tree{"order_amount": 22501}, "order_amount"},
		"no tax rate":               {tree{"order_lines": line(tree{"tax_rate": nil})}, "tax_rate"},
		"no line tax":               {tree{"order_lines": line(tree{"total_tax_amount": nil})}, "total_tax_amount"},
		"no name":                   {tree{"order_lines": line(tree{"name": ""})}, "name"},
		"price over the limit":      {tree{"order_lines": line(tree{"unit_price": 100000001})}, "unit_price"},
		"unknown type":              {tree{"order_lines": line(tree{"type": "gift"})}, "type"},
		"lines that are none":       {tree{"order_lines": tree{}}, "order_lines"},
		"no order tax":              {tree{"order_tax_amount": nil}, "order_tax_amount"},
		"currency and locale":       {tree{"purchase_currency": "XXX", "locale": "swedish"}, "purchase_currency, locale"},
		"country":                   {tree{"purchase_country": "XX"}, "purchase_country"},
		"no locale":                 {tree{"locale": nil}, "locale"},
		"empty locale":              {tree{"locale": ""}, "locale"},
		"urls that lack some":       {tree{"merchant_urls": tree{"terms": "https://shop.test"}}, "checkout, confirmation, push"},
		"a url that runs":           {tree{"merchant_urls": urls(tree{"terms": "javascript:alert(1)"})}, "terms"},
		"option that is no truth":   {tree{"options": tree{"auto_capture": "true"}}, "auto_capture"},
		"reference":                 {tree{"merchant_reference1": strings.Repeat("x", 256)}, "merchant_reference1"},
		"email":                     {tree{"billing_address": tree{"email": "nobody"}}, "email"},
		"address that is none":      {tree{"shipping_address": "here"}, "shipping_address"},
		"delivery without a price":  {tree{"shipping_options": []any{tree{"id": "a", "name": "A", "tax_amount": 0, "tax_rate": 0}}}, "price"},
		"tax of a delivery":         {tree{"shipping_options": []any{tree{"id": "a", "name": "A", "price": 100, "tax_amount": 50, "tax_rate": 2500}}}, "tax_amount"},
		"delivery below nothing":    {tree{"shipping_options": []any{tree{"id": "a", "name": "A", "price": -30000, "tax_amount": 0, "tax_rate": 0, "preselected": true}}}, "shipping_options"},
		"external without redirect": {tree{"external_payment_methods": []any{tree{"name": "Other"}}}, "redirect_url"},
		"tags":                      {tree{"tags": []any{true}}, "tags"},
		"birthday":                  {tree{"customer": tree{"date_of_birth": "tomorrow"}}, "date_of_birth"},
		"tax over int64 with a delivery": {tree{
			"order_lines": line(tree{"quantity": int64(math.MaxInt64), "unit_price": 0, "total_discount_amount": 0, "total_amount": 0, "total_tax_amount": 0}), "order_amount": 0,
			"order_tax_amount": int64(math.MaxInt64), "shipping_options": shippingOptions(),
		}, "order_tax_amount"},
		"sums over int64": {tree{"order_lines": line(tree{"quantity": 9223372036854775807, "unit_price": 100000000})}, "total_amount"},
	} {
		if r := p.ask("POST", "/checkout/v3/orders", basket(c.changes)); r.status != http.StatusBadRequest || !begins(r.error(t), "BAD_VALUE: Bad value: "+c.want) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if n := p.rows(`SELECT count(*) FROM playground_checkouts`); n != 0 {
		t.Errorf("%d orders of refused requests", n)
	}
}

// What real orders do and no rule forbids.
func TestCheckoutTolerance(t *testing.T) {
	p := newProvider(t)
	for name, changes := range map[string]tree{
		"empty cart":       {"order_lines": []any{}, "order_amount": 0, "order_tax_amount": 0},
		"odd locale":       {"locale": "se-SE"},
		"no urls":          {"merchant_urls": nil},
		"lower case":       {"purchase_country": "se"},
		"foreign currency": {"purchase_currency": "EUR"},
		"kept lists": {
			"tags": []any{"bulky"}, "shipping_countries": []any{"se", "no"}, "gui": tree{"options": []any{"minimal_confirmation"}},
			"external_payment_methods": []any{tree{"name": "Other", "redirect_url": "https://shop.test/other", "fee": 100}},
			"options":                  tree{"additional_checkboxes": []any{tree{"id": "news", "text": "News", "checked": false, "required": false}}},
		},
	} {
		if r := p.ask("POST", "/checkout/v3/orders", basket(changes)); r.status != http.StatusCreated {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
}

func TestCheckoutUpdate(t *testing.T) {
	p := newProvider(t)
	id := p.checkout(tree{"merchant_reference1": "1", "merchant_data": "kept"})
	path := "/checkout/v3/orders/" + id
	p.pass(time.Hour)
	var got tree
	p.must(http.StatusOK, "POST", path, tree{"merchant_reference1": "2"}).into(t, &got)
	if s := sprint(got["merchant_reference1"], got["merchant_data"], got["order_amount"], got["last_modified_at"]); s != "2 kept 22500 2026-11-23T10:48:16Z" {
		t.Error(s)
	}
	if r := p.ask("POST", path, tree{"order_amount": 1}); r.status != http.StatusBadRequest || !begins(r.error(t), "BAD_VALUE: Bad value: order_amount") {
		t.Errorf("%d %s", r.status, r.body)
	}
	// 48 hours from the last change, then gone.
	p.pass(48*time.Hour - time.Millisecond)
	p.must(http.StatusOK, "POST", path, tree{"merchant_reference2": "3"})
	p.pass(48 * time.Hour)
	for _, r := range []reply{p.ask("GET", path, nil), p.ask("POST", path, tree{}), p.ask("POST", path+"/abort", nil), p.ask("GET", "/playground/v1/checkout/"+id, nil)} {
		if r.status != http.StatusNotFound || r.error(t) != "NO_SUCH_ORDER: Order "+id+" cannot be found" {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
}

func TestCheckoutAbort(t *testing.T) {
	p := newProvider(t)
	id := p.checkout(nil)
	path := "/checkout/v3/orders/" + id
	var got tree
	p.must(http.StatusOK, "POST", path+"/abort", nil).into(t, &got)
	if got["status"] != "checkout_aborted" {
		t.Error(got["status"])
	}
	for _, r := range []reply{p.ask("POST", path+"/abort", nil), p.ask("POST", path, tree{"merchant_reference1": "1"})} {
		if r.status != http.StatusForbidden || r.error(t) != "READ_ONLY_ORDER: Resource is read-only" {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
	if n := p.rows(`SELECT count(*) FROM outbox WHERE kind = 'payment_session' AND subject = ?`, id); n != 1 {
		t.Errorf("%d notices to the hosted page", n)
	}
	if r := p.ask("POST", "/playground/v1/checkout/"+id+"/authorize", attempt("a", payer(), "")); r.status != http.StatusNotFound {
		t.Errorf("an attempt at it: %d %s", r.status, r.body)
	}
}

// A preselected delivery is in the price at once, and follows the offers.
func TestCheckoutDelivery(t *testing.T) {
	p := newProvider(t)
	dear := append(shippingOptions()[:1:1], tree{"id": "fast", "name": "Today", "price": 9900, "tax_amount": 1980, "tax_rate": 2500, "preselected": true})
	var got tree
	p.must(http.StatusCreated, "POST", "/checkout/v3/orders", basket(tree{"shipping_options": dear})).into(t, &got)
	chosen := func() string {
		selected, _ := got["selected_shipping_option"].(tree)
		return sprint(selected["id"], got["order_amount"], got["order_tax_amount"], len(got["order_lines"].([]any)))
	}
	if s := chosen(); s != "fast 32400 6480 2" {
		t.Error(s)
	}
	path := "/checkout/v3/orders/" + got["order_id"].(string)
	for _, step := range []struct {
		changes tree
		want    string
	}{
		{tree{"shipping_options": shippingOptions()}, "shop 22500 4500 2"},
		{tree{"order_lines": basket(nil)["order_lines"], "order_amount": 22500, "order_tax_amount": 4500}, "shop 22500 4500 2"},
		{tree{"shipping_options": shippingOptions()[:1]}, "22500 4500 1"},
	} {
		got = nil
		p.must(http.StatusOK, "POST", path, step.changes).into(t, &got)
		if s := chosen(); s != step.want {
			t.Errorf("%s, want %s", s, step.want)
		}
	}
}

var href = regexp.MustCompile(`^<div id="klarna-checkout-container"><a target="_top" href="https://pay\.test(/playground/checkout/[^"]+)">[^<]+</a></div>$`)

// The link in the snippet opens the page, an order's id alone does not.
func TestCheckoutSnippet(t *testing.T) {
	p := newProvider(t)
	var made tree
	p.must(http.StatusCreated, "POST", "/checkout/v3/orders", basket(nil)).into(t, &made)
	found := href.FindStringSubmatch(made["html_snippet"].(string))
	if found == nil {
		t.Fatalf("%v", made["html_snippet"])
	}
	id := made["order_id"].(string)
	r := p.askAs("", "GET", found[1], nil)
	want := "https://pay.test/page?order=" + id + "&done=http%3A%2F%2Fshop.test%2Fdone%3Fo%3D" + id + "&back=http%3A%2F%2Fshop.test%2Fcheckout%3Fo%3D" + id
	if r.status != http.StatusSeeOther || r.header.Get("Location") != want {
		t.Errorf("%d %s\nwant %s", r.status, r.header.Get("Location"), want)
	}
	for _, path := range []string{found[1] + "x", "/playground/checkout/" + id + "/x", strings.ReplaceAll(found[1], id, "other")} {
		if r := p.askAs("", "GET", path, nil); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestCheckoutKeys(t *testing.T) {
	p := newProvider(t)
	first := p.must(http.StatusCreated, "POST", "/checkout/v3/orders", basket(nil), "Klarna-Idempotency-Key", "k")
	again := p.must(http.StatusCreated, "POST", "/checkout/v3/orders", basket(nil), "Klarna-Idempotency-Key", "k")
	if string(first.body) != string(again.body) || first.header.Get("Location") != again.header.Get("Location") {
		t.Errorf("a repeat answers %s", again.body)
	}
	r := p.ask("POST", "/checkout/v3/orders", basket(tree{"merchant_reference1": "1"}), "Klarna-Idempotency-Key", "k")
	if got := fmt.Sprint(r.status, " ", r.error(t)); got != "422 IDEMPOTENCY_KEY_REUSED: The idempotency key was used for a different request" {
		t.Error(got)
	}
}
