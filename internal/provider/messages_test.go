package provider_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// line is the lamp's cart of one line with some members changed.
func line(changes tree) tree {
	return tree{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 10000, "order_tax_amount": 2000,
		"order_lines": []any{with(tree{"name": "Cap", "quantity": 1, "unit_price": 10000, "tax_rate": 2500, "total_amount": 10000, "total_tax_amount": 2000}, changes)},
	}
}

// want is what a message must be like: how it begins, in the published words,
// and what it says besides.
type want struct {
	begins string
	says   []string
}

// continues is how a message goes on behind the published words.
var continues = regexp.MustCompile(`^(, (must|should|is|cannot) |; | \(|$)`)

// begins reports whether a message is the published one, maybe with words of
// ours behind it that say what would be right.
func begins(got, published string) bool {
	rest, ok := strings.CutPrefix(got, published)
	return ok && continues.MatchString(rest)
}

func (w want) judge(t *testing.T, name string, status int, r reply) {
	t.Helper()
	got := r.error(t)
	if r.status != status || !strings.HasPrefix(got, w.begins) {
		t.Errorf("%s: %d %s\nwant %d %s…", name, r.status, got, status, w.begins)
	}
	for _, part := range w.says {
		if !strings.Contains(got, part) {
			t.Errorf("%s: %s\ndoes not say %q", name, got, part)
		}
	}
}

// Every fault of a purchase at once, in the published words first, and then
// what would be right. Payments, its older prefix, and the order call agree.
func TestPaymentsMessages(t *testing.T) {
	p := newProvider(t)
	long := func(n int) string { return strings.Repeat("å", n) }
	for name, c := range map[string]struct {
		body any
		want
	}{
		"nothing": {tree{}, want{"Bad value: purchase_currency, purchase_country, order_amount, order_lines", []string{"purchase_currency must be given", "order_lines must be given"}}},
		"far from right": {tree{"purchase_country": "XX", "purchase_currency": "SEK", "order_amount": -1},
			want{"Bad value: purchase_country, order_amount, order_lines", []string{"AT, AU, BE", "from 0", "is -1"}}},
		"everything everywhere": {with(line(tree{"name": nil, "tax_rate": 10001}), tree{
			"locale": "sv_SE", "merchant_reference1": long(256), "billing_address": tree{"email": "x", "postal_code": "1"}, "customer": tree{"date_of_birth": "21.03.1941"}, "attachment": "x"}),
			want{"Bad value: locale, order_lines[0].name, order_lines[0].tax_rate, merchant_reference1, customer.date_of_birth, billing_address.email, billing_address.postal_code, attachment.attachment",
				[]string{"sv-SE", "from 0 to 10000", "255 characters, has 256", "YYYY-MM-DD", "name@example.com", "postal code of SE"}}},

		"currency of the country": {with(line(nil), tree{"purchase_currency": "EUR"}), want{"Bad value: purchase_currency, should be SEK", []string{"SE"}}},
		"unknown currency":        {with(line(nil), tree{"purchase_currency": "XYZ"}), want{"Bad value: purchase_currency, should be SEK", nil}},
		"locale":                  {with(line(nil), tree{"locale": "de_DE"}), want{"Bad value: locale, should be de-DE", nil}},
		"locale in words":         {with(line(nil), tree{"locale": "swedish"}), want{"Bad value: locale, must be a language and a country such as sv-SE", nil}},
		"amount missing":          {with(line(nil), tree{"order_amount": nil}), want{"Bad value: order_amount, must be given", nil}},
		"amount in kronor":        {with(line(nil), tree{"order_amount": 100.5}), want{"Bad value: order_amount, must be an integer", []string{"100.5", "minor units"}}},
		"amount as words":         {with(line(nil), tree{"order_amount": "ten"}), want{"Bad value: order_amount, must be an integer", nil}},
		"amount as a truth":       {with(line(nil), tree{"order_amount": true}), want{"Bad value: order_amount, must be an integer", []string{"true or false"}}},
		"lines as an object":      {with(line(nil), tree{"order_lines": tree{"a": 1}}), want{"Bad value: order_lines, must be an array", []string{"is an object"}}},
		"no lines":                {with(line(nil), tree{"order_lines": []any{}}), want{"Bad value: order_lines, must hold 1 to 1000 elements, holds 0", nil}},

		"total":           {line(tree{"total_amount": 9999}), want{"Bad value: order_lines[0].total_amount, should be 10000 (quantity x unit_price - total_discount_amount)", nil}},
		"total of many":   {line(tree{"quantity": 3, "total_discount_amount": 500}), want{"Bad value: order_lines[0].total_amount, should be 29500", nil}},
		"tax":             {line(tree{"total_tax_amount": 2500}), want{"Bad value: order_lines[0].total_tax_amount, should be 2000", []string{"plus or minus 1"}}},
		"tax, rounded":    {with(line(tree{"unit_price": 9999, "total_amount": 9999, "tax_rate": 2300, "total_tax_amount": 1900}), tree{"order_amount": 9999, "order_tax_amount": 1900}), want{"Bad value: order_lines[0].total_tax_amount, should be 1870", []string{"1869.73"}}},
		"tax and no rate": {line(tree{"tax_rate": nil}), want{"Bad value: order_lines[0].tax_rate, must be given", []string{"2500"}}},
		"both of a line":  {line(tree{"total_amount": 9000, "total_tax_amount": 100}), want{"Bad value: order_lines[0].total_amount, order_lines[0].total_tax_amount", []string{"order_lines[0].total_amount should be 10000", "order_lines[0].total_tax_amount should be 1800"}}},
		"sum":             {with(line(nil), tree{"order_amount": 10001}), want{"Bad value: order_amount, should be 10000 (the sum of order_lines[].total_amount)", nil}},
		"tax of all":      {with(line(nil), tree{"order_tax_amount": 2002}), want{"Bad value: order_tax_amount, should be 2000", []string{"plus or minus 1"}}},
		"sum and tax":     {with(line(nil), tree{"order_amount": 1, "order_tax_amount": 1}), want{"Bad value: order_amount, order_tax_amount", []string{"order_amount should be 10000", "order_tax_amount should be 2000"}}},
		"half a piece":    {line(tree{"quantity": 0.5}), want{"Bad value: order_lines[0].total_amount", []string{"quantity must be an integer, is 0.5"}}},
		"line and sum":    {with(line(tree{"total_amount": 9999}), tree{"order_amount": 5}), want{"Bad value: order_lines[0].total_amount, order_amount", []string{"order_amount should be 10000"}}},

		"name missing":        {line(tree{"name": nil}), want{"Bad value: order_lines[0].name, must be given", nil}},
		"name too long":       {line(tree{"name": long(256)}), want{"Bad value: order_lines[0].name, must be at most 255 characters, has 256", nil}},
		"name rings":          {line(tree{"name": "Cap\u0007"}), want{"Bad value: order_lines[0].name, must hold no control characters", []string{"U+0007"}}},
		"name as a list":      {line(tree{"name": []any{1}}), want{"Bad value: order_lines[0].name, must be a string, is an array", nil}},
		"name as a truth":     {line(tree{"name": true}), want{"Bad value: order_lines[0].name, must be a string, is true or false", nil}},
		"unit too long":       {line(tree{"quantity_unit": "123456789"}), want{"Bad value: order_lines[0].quantity_unit, must be at most 8 characters, has 9", nil}},
		"type":                {line(tree{"type": "magical"}), want{"Bad value: order_lines[0].type, must be one of physical, discount", []string{"surcharge"}}},
		"price over":          {line(tree{"unit_price": 200000001}), want{"Bad value: order_lines[0].unit_price, must be an integer of at most 200000000", []string{"200000001"}}},
		"quantity below":      {line(tree{"quantity": -1}), want{"Bad value: order_lines[0].quantity, must be an integer from 0", nil}},
		"rate over":           {line(tree{"tax_rate": 25000}), want{"Bad value: order_lines[0].tax_rate, must be an integer from 0 to 10000, is 25000", nil}},
		"brand":               {line(tree{"product_identifiers": tree{"brand": long(71)}}), want{"Bad value: order_lines[0].product_identifiers.brand, must be at most 70", nil}},
		"subscription":        {line(tree{"subscription": tree{"x": 1}}), want{"Bad value: order_lines[0].subscription.name, order_lines[0].subscription.interval_count, order_lines[0].subscription.interval", nil}},
		"intent":              {with(line(nil), tree{"intent": "rob"}), want{"Bad value: intent, must be one of buy, tokenize", nil}},
		"channel":             {with(line(nil), tree{"acquiring_channel": "MAIL"}), want{"Bad value: acquiring_channel, must be one of ECOMMERCE, IN_STORE, TELESALES", nil}},
		"urls as a string":    {with(line(nil), tree{"merchant_urls": "https://shop.test"}), want{"Bad value: merchant_urls, must be an object, is a string", nil}},
		"urls as a list":      {with(line(nil), tree{"merchant_urls": []any{"https://shop.test"}}), want{"Bad value: merchant_urls, must be an object, is an array", nil}},
		"two addresses":       {with(line(nil), tree{"billing_address": tree{"postal_code": "x"}, "shipping_address": tree{"country": "Sweden"}}), want{"Bad value: billing_address.postal_code, shipping_address.country", []string{"two letters"}}},
		"truth as a word":     {with(line(nil), tree{"auto_capture": "yes"}), want{"Bad value: auto_capture, must be true or false, is a string", nil}},
		"country in a number": {with(line(nil), tree{"purchase_country": true}), want{"Bad value: purchase_country", []string{"must be"}}},
	} {
		c.begins = "BAD_VALUE: " + c.begins
		for _, path := range []string{"/payments/v1/sessions", "/credit/v1/sessions", "/payments/v1/authorizations/none/order"} {
			c.judge(t, name+" "+path, 400, p.ask("POST", path, c.body))
		}
	}
}

// A fault beyond the bound is counted, and the answer stays small.
func TestMessagesAreBounded(t *testing.T) {
	p := newProvider(t)
	lines := make([]any, 1000)
	for i := range lines {
		lines[i] = tree{}
	}
	r := p.ask("POST", "/payments/v1/sessions", tree{"purchase_country": "SE", "purchase_currency": "SEK", "order_amount": 1, "order_lines": lines})
	want{"BAD_VALUE: Bad value: order_lines[0].name", []string{"more"}}.judge(t, "a thousand lines", 400, r)
	if len(r.body) > 16_000 {
		t.Errorf("an answer of %d bytes", len(r.body))
	}
}

// The Checkout API names members without the way to them; what we add says
// which line.
func TestCheckoutMessages(t *testing.T) {
	p := newProvider(t)
	cart := func(changes tree) tree {
		return tree{"order_lines": []any{with(basket(nil)["order_lines"].([]any)[0].(tree), changes)}}
	}
	for name, c := range map[string]struct {
		body tree
		want
	}{
		"nothing":      {tree{}, want{"Bad value: purchase_country, purchase_currency, locale, order_amount, order_tax_amount, order_lines", []string{"must be given"}}},
		"total":        {basket(cart(tree{"total_amount": 25000, "total_tax_amount": 5000})), want{"Bad value: total_amount", []string{"order_lines[0].total_amount should be 22500 (quantity x unit_price - total_discount_amount)"}}},
		"tax":          {basket(cart(tree{"total_tax_amount": 4600})), want{"Bad value: total_tax_amount", []string{"order_lines[0].total_tax_amount should be 4500", "plus or minus 1"}}},
		"order tax":    {basket(tree{"order_tax_amount": 4600}), want{"Bad value: order_tax_amount, should be 4500", []string{"plus or minus 2"}}},
		"order amount": {basket(tree{"order_amount": 1}), want{"Bad value: order_amount, should be 22500", nil}},
		"country and more": {basket(with(cart(tree{"name": nil}), tree{"purchase_country": "XX", "merchant_urls": tree{"terms": "x"}, "billing_address": tree{"email": "x"}})),
			want{"Bad value: purchase_country, name, checkout, confirmation, push, terms, email", []string{"merchant_urls.checkout must be given", "billing_address.email must be"}}},
		"long names": {basket(tree{"purchase_country": "Sweden", "purchase_currency": "KRONOR"}), want{"Bad value: purchase_country, purchase_currency", []string{"must be one of AT, AU", "must be one of AUD, CAD"}}},
		"locale":     {basket(tree{"locale": "sv_SE"}), want{"Bad value: locale, should be sv-SE", nil}},
		"no locale":  {basket(tree{"locale": nil}), want{"Bad value: locale, must be given", nil}},
		"long":       {basket(tree{"merchant_reference1": strings.Repeat("x", 256)}), want{"Bad value: merchant_reference1, must be at most 255 characters, has 256", nil}},
		"a fraction": {basket(tree{"order_amount": 225.5}), want{"Bad value: order_amount, must be an integer", []string{"225.5"}}},
		"a type":     {basket(tree{"recurring": "yes"}), want{"Bad value: recurring, must be true or false, is a string", nil}},
		"delivery":   {basket(tree{"shipping_options": []any{tree{"id": "a", "name": "A", "price": 100, "tax_amount": 50, "tax_rate": 2500}}}), want{"Bad value: tax_amount", []string{"shipping_options[0].tax_amount should be 20"}}},
	} {
		c.begins = "BAD_VALUE: " + c.begins
		c.judge(t, name, 400, p.ask("POST", "/checkout/v3/orders", c.body))
	}
}

// The customer token and the order on it.
func TestTokenMessages(t *testing.T) {
	p := newProvider(t)
	ask := "/payments/v1/authorizations/" + p.consent("buy_and_tokenize", payer()) + "/customer-token"
	order := "/customer-token/v1/tokens/" + p.token(payer()) + "/order"
	status := strings.TrimSuffix(order, "order") + "status"
	for name, c := range map[string]struct {
		method, path string
		body         tree
		want
	}{
		"token, nothing":    {"POST", ask, tree{}, want{"Bad value: purchase_currency, purchase_country, locale, description, intended_use", []string{"description must be given"}}},
		"token, country":    {"POST", ask, coffee(tree{"purchase_country": "NO"}), want{"Bad value: purchase_country, should be SE", nil}},
		"token, currency":   {"POST", ask, coffee(tree{"purchase_currency": "EUR"}), want{"Bad value: purchase_currency, should be SEK", nil}},
		"token, billing":    {"POST", ask, coffee(tree{"billing_address": tree{"country": "NO"}}), want{"Bad value: purchase_country", []string{"billing_address.country should be SE"}}},
		"token, both":       {"POST", ask, coffee(tree{"purchase_country": "NO", "purchase_currency": "EUR"}), want{"Bad value: purchase_country, purchase_currency", nil}},
		"token, use":        {"POST", ask, coffee(tree{"intended_use": "ONCE"}), want{"Bad value: intended_use, must be SUBSCRIPTION", nil}},
		"token, long":       {"POST", ask, coffee(tree{"description": strings.Repeat("x", 256)}), want{"Bad value: description, must be at most 255 characters, has 256", nil}},
		"token, locale":     {"POST", ask, coffee(tree{"locale": "sv_SE"}), want{"Bad value: locale, should be sv-SE", nil}},
		"charge, nothing":   {"POST", order, tree{}, want{"Bad value: purchase_currency, order_amount, order_tax_amount, order_lines", []string{"must be given"}}},
		"charge, 0":         {"POST", order, monthly(tree{"order_amount": 0}), want{"Bad value: order_amount, must be an integer from 1", nil}},
		"charge, sum":       {"POST", order, monthly(tree{"order_amount": 9}), want{"Bad value: order_amount, should be 10000", nil}},
		"charge, currency":  {"POST", order, monthly(tree{"purchase_currency": "EUR"}), want{"Bad value: purchase_currency, should be SEK", nil}},
		"charge, all wrong": {"POST", order, monthly(tree{"order_amount": -1, "order_tax_amount": nil, "merchant_reference1": true}), want{"Bad value: order_amount, order_tax_amount, merchant_reference1", nil}},
		"status":            {"PATCH", status, tree{"status": "ACTIVE"}, want{"Bad value: status, must be CANCELLED", nil}},
		"status, nothing":   {"PATCH", status, tree{}, want{"Bad value: status, must be given", nil}},
	} {
		c.begins = "BAD_VALUE: " + c.begins
		c.judge(t, name, 400, p.ask(c.method, c.path, c.body))
	}
}

// Order Management has its own published patterns.
func TestOrderManagementMessages(t *testing.T) {
	p := newProvider(t)
	order := "/ordermanagement/v1/orders/" + p.order()
	id := p.capture(strings.TrimPrefix(order, "/ordermanagement/v1/orders/"), 100)
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		method, path string
		body         tree
		want
	}{
		"capture, nothing":     {"POST", "/captures", tree{}, want{"'captured_amount' must not be null", []string{"an integer from 0 to 200000000"}}},
		"capture, fraction":    {"POST", "/captures", tree{"captured_amount": 1.5}, want{"The captured_amount value must be an integer between 0 and 200000000", []string{"1.5"}}},
		"capture, too much":    {"POST", "/captures", tree{"captured_amount": 200000001}, want{"The captured_amount value must be an integer between 0 and 200000000", []string{"200000001"}}},
		"capture, a truth":     {"POST", "/captures", tree{"captured_amount": true}, want{"The captured_amount value must be an integer between 0 and 200000000", []string{"true or false"}}},
		"capture, description": {"POST", "/captures", tree{"captured_amount": 1, "description": long(256)}, want{"The size of the description value must be between 0 and 255", []string{"256"}}},
		"capture, company": {"POST", "/captures", tree{"captured_amount": 1, "shipping_info": []any{tree{}, tree{"shipping_company": long(101)}}},
			want{"The size of the shipping_info/shipping_company value must be between 0 and 100", []string{"shipping_info[1].shipping_company", "101"}}},
		"capture, method": {"POST", "/captures", tree{"captured_amount": 1, "shipping_info": []any{tree{"shipping_method": "Pigeon"}}},
			want{"The shipping_info/shipping_method value is not valid", []string{"PickUpStore", "PalletDelivery"}}},
		"capture, line": {"POST", "/captures", tree{"captured_amount": 1, "order_lines": []any{tree{}}},
			want{"'order_lines.name' must not be null", []string{"'order_lines.quantity' must not be null", "order_lines[0].unit_price", "'order_lines.total_amount' must not be null"}}},
		"capture, line type": {"POST", "/captures", tree{"captured_amount": 1, "order_lines": []any{tree{"name": "", "quantity": 1, "unit_price": 1, "total_amount": 1, "type": "odd"}}},
			want{"The order_lines/type value is not valid", []string{"return_fee"}}},
		"refund, nothing":      {"POST", "/refunds", tree{}, want{"'refunded_amount' must not be null", nil}},
		"refund, all":          {"POST", "/refunds", tree{"refunded_amount": -1, "reference": long(256)}, want{"The refunded_amount value must be an integer between 1 and 200000000", []string{"The size of the reference value must be between 0 and 255"}}},
		"amount, nothing":      {"PATCH", "/authorization", tree{}, want{"'order_amount' must not be null", nil}},
		"references, a truth":  {"PATCH", "/merchant-references", tree{"merchant_reference1": true, "merchant_reference2": long(256)}, want{"The merchant_reference1 value must be a string", []string{"The size of the merchant_reference2 value must be between 0 and 255"}}},
		"references, an array": {"PATCH", "/merchant-references", tree{"merchant_reference1": []any{1}}, want{"The merchant_reference1 value must be a string", []string{"is an array"}}},
		"shipping, nothing":    {"POST", "/shipping-info", tree{}, want{"'shipping_info' must not be null", nil}},
		"shipping, empty":      {"POST", "/shipping-info", tree{"shipping_info": []any{}}, want{"The size of the shipping_info value must be between 1 and 500", nil}},
		"shipping, an object":  {"POST", "/captures/" + id + "/shipping-info", tree{"shipping_info": tree{"a": "b"}}, want{"The shipping_info value must be an array", nil}},
		"days":                 {"PATCH", "/captures/" + id + "/extend-due-date", tree{}, want{"'number_of_days' must not be null", nil}},
		"days, words":          {"PATCH", "/captures/" + id + "/extend-due-date", tree{"number_of_days": "x"}, want{"The number_of_days value must be an integer between 1 and 2147483647", nil}},
		"customer, nothing":    {"PATCH", "/customer-details", tree{}, want{"'shipping_address' must not be null", nil}},
		"customer, city":       {"PATCH", "/customer-details", tree{"shipping_address": tree{"city": long(201), "title": long(21)}}, want{"The size of the shipping_address/title value must be between 0 and 20", []string{"shipping_address/city value must be between 0 and 200"}}},
	} {
		c.begins = "UNPROCESSABLE_ENTITY: " + c.begins
		c.judge(t, name, 422, p.ask(c.method, order+c.path, c.body))
	}
}

// A number is taken as its text wherever a string is published.
func TestNumbersAsText(t *testing.T) {
	p := newProvider(t)
	p.lenient = true
	var number = json.Number("4298478")
	body := with(line(tree{"reference": number, "name": 1245}), tree{"merchant_reference1": number, "merchant_data": 7, "billing_address": tree{"phone": json.Number("701740615"), "postal_code": 11148}})
	token := p.approve1(p.open(body), 10000)
	var placed, order tree
	p.must(200, "POST", "/payments/v1/authorizations/"+token+"/order", body).into(t, &placed)
	id := placed["order_id"].(string)
	at := "/ordermanagement/v1/orders/" + id
	p.must(204, "PATCH", at+"/merchant-references", tree{"merchant_reference2": 1234})
	p.must(201, "POST", at+"/captures", tree{"captured_amount": 1, "reference": number, "description": 5, "shipping_info": []any{tree{"tracking_number": 1245}}})
	p.must(204, "POST", at+"/shipping-info", tree{"shipping_info": []any{tree{"tracking_number": 1246, "shipping_company": 7}}})
	p.must(201, "POST", at+"/refunds", tree{"refunded_amount": 1, "reference": 12})
	p.must(200, "GET", at, nil).into(t, &order)
	text, _ := json.Marshal(order)
	for _, part := range []string{`"reference":"4298478"`, `"name":"1245"`, `"merchant_reference1":"4298478"`, `"merchant_data":"7"`, `"merchant_reference2":"1234"`, `"tracking_number":"1245"`, `"tracking_number":"1246"`, `"shipping_company":"7"`, `"reference":"12"`, `"description":"5"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
	var made tree
	p.must(201, "POST", "/checkout/v3/orders", basket(tree{"merchant_reference1": 42, "tags": []any{7}})).into(t, &made)
	if made["merchant_reference1"] != "42" {
		t.Errorf("Checkout: %v", made["merchant_reference1"])
	}
}

// approve1 is approve for another amount than the lamp's.
func (p *testProvider) approve1(session string, amount int) string {
	p.t.Helper()
	try := with(attempt("one", payer(), ""), tree{"amount": amount})
	p.authorize(session, try)
	v := p.authorize(session, with(try, tree{"otp": "123456"}))
	if v.Token == "" {
		p.t.Fatalf("%+v", v)
	}
	return v.Token
}

// PHP writes an empty object as []; where an object is optional it is one.
func TestEmptyArrayForAnObject(t *testing.T) {
	p := newProvider(t)
	p.lenient = true
	empty := []any{}
	for _, name := range []string{"merchant_urls", "options", "billing_address", "shipping_address", "customer", "attachment"} {
		if r := p.ask("POST", "/payments/v1/sessions", with(line(nil), tree{name: empty})); r.status != 200 {
			t.Errorf("Payments %s: %d %s", name, r.status, r.body)
		}
	}
	for _, name := range []string{"product_identifiers", "subscription"} {
		if r := p.ask("POST", "/payments/v1/sessions", line(tree{name: empty})); r.status != 200 {
			t.Errorf("Payments line %s: %d %s", name, r.status, r.body)
		}
	}
	for _, name := range []string{"merchant_urls", "options", "billing_address", "shipping_address", "customer", "attachment", "gui", "selected_shipping_option"} {
		if r := p.ask("POST", "/checkout/v3/orders", basket(tree{name: empty})); r.status != 201 {
			t.Errorf("Checkout %s: %d %s", name, r.status, r.body)
		}
	}
	id := p.open(line(nil))
	for _, name := range []string{"merchant_urls", "options", "customer"} {
		if r := p.ask("POST", "/payments/v1/sessions/"+id, tree{name: empty}); r.status != 204 {
			t.Errorf("update %s: %d %s", name, r.status, r.body)
		}
	}
	order := p.order()
	if got := p.manage(order, "PATCH", "customer-details", tree{"shipping_address": tree{"city": "Umeå"}, "billing_address": empty}); got != "204" {
		t.Errorf("customer-details: %s", got)
	}
	token := p.token(payer())
	for _, name := range []string{"merchant_urls", "shipping_address", "attachment"} {
		if got := p.said("POST", "/customer-token/v1/tokens/"+token+"/order", monthly(tree{name: empty})); got != "200" {
			t.Errorf("charge %s: %s", name, got)
		}
	}
}

// Line breaks and tabs in what merchants name become blanks.
func TestBreaksBecomeBlanks(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct{ sent, want string }{
		{"Jersey\nblue", "Jersey blue"}, {"Jersey\tblue", "Jersey blue"}, {"Jersey\r\nblue", "Jersey blue"}, {"Jersey\rblue", "Jersey blue"},
		{"Jersey\u0085blue", "Jersey blue"}, {"Jersey\u2028blue", "Jersey blue"}, {"Jersey\u2029blue", "Jersey blue"}, {"Jersey\vblue\fx", "Jersey blue x"}, {"Jersey\n", "Jersey"}, {"\tJersey", "Jersey"},
	} {
		id := p.open(line(tree{"name": c.sent, "reference": c.sent, "product_identifiers": tree{"brand": c.sent}}))
		var got tree
		p.must(200, "GET", "/payments/v1/sessions/"+id, nil).into(t, &got)
		read := got["order_lines"].([]any)[0].(tree)
		if read["name"] != c.want || read["reference"] != c.want || read["product_identifiers"].(tree)["brand"] != c.want {
			t.Errorf("%q: %v", c.sent, read)
		}
		var made tree
		p.must(201, "POST", "/checkout/v3/orders", basket(tree{
			"order_lines":      []any{with(basket(nil)["order_lines"].([]any)[0].(tree), tree{"name": c.sent})},
			"shipping_options": []any{tree{"id": "a", "name": c.sent, "price": 0, "tax_amount": 0, "tax_rate": 0}},
		})).into(t, &made)
		if got := made["order_lines"].([]any)[0].(tree)["name"]; got != c.want {
			t.Errorf("Checkout %q: %q", c.sent, got)
		}
		order := p.order()
		if got := p.manage(order, "POST", "captures", tree{"captured_amount": 1, "reference": c.sent, "order_lines": []any{tree{"name": c.sent, "quantity": 1, "unit_price": 1, "total_amount": 1}}}); got != "201" {
			t.Errorf("capture %q: %s", c.sent, got)
		}
	}
}
