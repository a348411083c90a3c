package purchase_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// decode reads JSON into the normal form that Parse takes.
func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return tree
}

// cart is a sound purchase with the members of more laid over it.
func cart(t *testing.T, more string) map[string]any {
	t.Helper()
	base := decode(t, `{"purchase_country":"SE","purchase_currency":"SEK","order_amount":10000,"order_tax_amount":2000,
		"order_lines":[{"name":"Cap","quantity":1,"unit_price":10000,"tax_rate":2500,"total_amount":10000,"total_tax_amount":2000}]}`)
	for name, value := range decode(t, more) {
		if base[name] = value; value == nil {
			delete(base, name)
		}
	}
	return base
}

// line is a sound line of 10000 with the members of more laid over it, in a cart.
func line(t *testing.T, more string) map[string]any {
	t.Helper()
	tree := cart(t, `{}`)
	members := tree["order_lines"].([]any)[0].(map[string]any)
	for name, value := range decode(t, more) {
		if members[name] = value; value == nil {
			delete(members, name)
		}
	}
	return tree
}

// fields are those a parse complains about, as in the answer.
func fields(err error) string {
	if fault, ok := errors.AsType[*jsonfields.Fault](err); ok {
		return strings.Join(named(fault), ", ")
	}
	if err != nil {
		return "not a fault: " + err.Error()
	}
	return ""
}

func named(fault *jsonfields.Fault) []string {
	var names []string
	for _, wrong := range fault.Wrongs {
		names = append(names, wrong.Field)
	}
	return names
}

func TestFaults(t *testing.T) {
	long := func(n int) string { return strconv.Quote(strings.Repeat("å", n)) }
	for _, c := range []struct {
		name string
		tree map[string]any
		want string
	}{
		{"sound", cart(t, `{}`), ""},
		{"empty", map[string]any{}, "purchase_currency, purchase_country, order_amount, order_lines"},
		{"no country", cart(t, `{"purchase_country":null}`), "purchase_country"},
		{"unknown country", cart(t, `{"purchase_country":"XX"}`), "purchase_country"},
		{"country as a number", cart(t, `{"purchase_country":46}`), "purchase_country"},
		{"either case", cart(t, `{"purchase_country":"se","purchase_currency":"sek"}`), ""},
		{"unknown currency", cart(t, `{"purchase_currency":"INVALID_CURRENCY"}`), "purchase_currency"},
		{"currency nobody here uses", cart(t, `{"purchase_currency":"JPY"}`), "purchase_currency"},
		{"currency of another country", cart(t, `{"purchase_currency":"EUR"}`), "purchase_currency"},
		{"country first, then everything else", cart(t, `{"purchase_country":"XX","locale":"x","order_amount":-1}`), "purchase_country, locale, order_amount"},

		{"a language is a locale", cart(t, `{"locale":"EN"}`), ""},
		{"another country's locale", cart(t, `{"locale":"pl-PL"}`), ""},
		{"locale with an underscore", cart(t, `{"locale":"sv_SE"}`), "locale"},
		{"locale before amounts", cart(t, `{"locale":"svenska","order_amount":null}`), "locale, order_amount"},

		{"no amount", cart(t, `{"order_amount":null}`), "order_amount"},
		{"no amount and no lines", cart(t, `{"order_amount":null,"order_lines":null}`), "order_amount, order_lines"},
		{"negative amount", cart(t, `{"order_amount":-10}`), "order_amount"},
		{"negative amount as a string", cart(t, `{"order_amount":"-10"}`), "order_amount"},
		{"amount as a string", cart(t, `{"order_amount":"10000"}`), ""},
		{"amount as words", cart(t, `{"order_amount":"ten"}`), "order_amount"},
		{"amount over int64", cart(t, `{"order_amount":9223372036854775808}`), "order_amount"},
		{"amount of another world", cart(t, `{"order_amount":1e309}`), "order_amount"},
		{"amount with cents", cart(t, `{"order_amount":100.5}`), "order_amount"},
		{"amount true", cart(t, `{"order_amount":true}`), "order_amount"},
		{"negative tax", cart(t, `{"order_tax_amount":-1}`), "order_tax_amount"},
		{"lines as an object", cart(t, `{"order_lines":{}}`), "order_lines"},
		{"no line", cart(t, `{"order_lines":[]}`), "order_lines"},
		{"a line that is none", cart(t, `{"order_lines":["Cap"]}`), "order_lines"},

		{"line without a name", line(t, `{"name":null}`), "order_lines[0].name"},
		{"line with an empty name", line(t, `{"name":""}`), "order_lines[0].name"},
		{"name of 255", line(t, `{"name":`+long(255)+`}`), ""},
		{"name of 256", line(t, `{"name":`+long(256)+`}`), "order_lines[0].name"},
		{"name with a control character", line(t, `{"name":"Cap\u0007"}`), "order_lines[0].name"},
		{"reference of 256", line(t, `{"reference":`+long(256)+`}`), "order_lines[0].reference"},
		{"unit of 9", line(t, `{"quantity_unit":"123456789"}`), "order_lines[0].quantity_unit"},
		{"no quantity", line(t, `{"quantity":null}`), "order_lines[0].quantity"},
		{"negative quantity", line(t, `{"quantity":-1}`), "order_lines[0].quantity"},
		{"half a quantity", line(t, `{"quantity":0.5}`), "order_lines[0].total_amount"},
		{"no price, no total", line(t, `{"unit_price":null,"total_amount":null}`), "order_lines[0].unit_price, order_lines[0].total_amount"},
		{"price over the limit", line(t, `{"unit_price":200000001}`), "order_lines[0].unit_price"},
		{"total over the limit", line(t, `{"total_amount":200000001}`), "order_lines[0].total_amount"},
		{"negative discount", line(t, `{"total_discount_amount":-1}`), "order_lines[0].total_discount_amount"},
		{"rate over 100 %", line(t, `{"tax_rate":10001}`), "order_lines[0].tax_rate"},
		{"negative rate", line(t, `{"tax_rate":-1}`), "order_lines[0].tax_rate"},
		{"unknown type", line(t, `{"type":"magical"}`), "order_lines[0].type"},
		{"type in capitals", line(t, `{"type":"DIGITAL"}`), ""},
		{"empty identifiers", line(t, `{"product_identifiers":{}}`), ""},
		{"identifiers as a list", line(t, `{"product_identifiers":[1]}`), "order_lines[0].product_identifiers"},
		{"identifiers as an empty list", line(t, `{"product_identifiers":[]}`), ""},
		{"long brand", line(t, `{"product_identifiers":{"brand":`+long(71)+`}}`), "order_lines[0].product_identifiers.brand"},
		{"subscription", line(t, `{"subscription":{"name":"Caps","interval":"month","interval_count":1}}`), ""},
		{"empty subscription", line(t, `{"subscription":{}}`), "order_lines[0].subscription.name, order_lines[0].subscription.interval_count, order_lines[0].subscription.interval"},

		{"wrong total", line(t, `{"total_amount":9999}`), "order_lines[0].total_amount"},
		{"wrong tax", line(t, `{"total_tax_amount":2002}`), "order_lines[0].total_tax_amount"},
		{"total and tax wrong", line(t, `{"total_amount":9000,"total_tax_amount":100}`), "order_lines[0].total_amount, order_lines[0].total_tax_amount"},
		{"tax without a rate", line(t, `{"tax_rate":null}`), "order_lines[0].tax_rate"},
		{"wrong sum", cart(t, `{"order_amount":10001}`), "order_amount"},
		{"wrong sum and tax", cart(t, `{"order_amount":10001,"order_tax_amount":1}`), "order_amount, order_tax_amount"},

		{"long reference", cart(t, `{"merchant_reference1":`+long(256)+`}`), "merchant_reference1"},
		{"data of 6000", cart(t, `{"merchant_data":`+long(6000)+`}`), ""},
		{"data of 6001", cart(t, `{"merchant_data":`+long(6001)+`}`), "merchant_data"},
		{"data with lines", cart(t, `{"merchant_data":"a\nb"}`), ""},
		{"unknown channel", cart(t, `{"acquiring_channel":"MAIL"}`), "acquiring_channel"},
		{"channel in small letters", cart(t, `{"acquiring_channel":"in_store"}`), ""},
		{"unknown intent", cart(t, `{"intent":"rob"}`), "intent"},
		{"older intent", cart(t, `{"intent":"buy_and_default_tokenize"}`), ""},
		{"capture as a word", cart(t, `{"auto_capture":"yes"}`), "auto_capture"},
		{"no options", cart(t, `{"options":{}}`), ""},
		{"no colour", cart(t, `{"options":{"color_border":"#12345g"}}`), ""},
		{"urls", cart(t, `{"merchant_urls":{"confirmation":"http://shop.test/done?s={session.id}","push":"http://shop.test:8080/x","app_return_url":"myapp://x"}}`), ""},
		{"callback to an app", cart(t, `{"merchant_urls":{"push":"com.shop.app://x"}}`), "merchant_urls.push"},
		{"relative url", cart(t, `{"merchant_urls":{"confirmation":"/done"}}`), "merchant_urls.confirmation"},
		{"script", cart(t, `{"merchant_urls":{"push":"JavaScript:alert(1)"}}`), "merchant_urls.push"},
		{"no host", cart(t, `{"merchant_urls":{"notification":"https:///x"}}`), "merchant_urls.notification"},
		{"url of 2001", cart(t, `{"merchant_urls":{"authorization":"https://shop.test/`+strings.Repeat("x", 1983)+`"}}`), "merchant_urls.authorization"},
		{"customer", cart(t, `{"customer":{"date_of_birth":"1970-02-30","last_four_ssn":"12345","type":"robot"}}`), "customer.last_four_ssn, customer.type, customer.date_of_birth"},
		{"promotions", cart(t, `{"custom_payment_method_ids":[true]}`), "custom_payment_method_ids"},
		{"promotions as numbers", cart(t, `{"custom_payment_method_ids":[1]}`), ""},

		{"address", cart(t, `{"billing_address":{"given_name":"A","family_name":"1234","email":"a@b","phone":"call me","postal_code":"1114","country":"Sweden"}}`),
			"billing_address.country, billing_address.given_name, billing_address.family_name, billing_address.email, billing_address.phone, billing_address.postal_code"},
		{"both addresses", cart(t, `{"billing_address":{"postal_code":"x"},"shipping_address":{"postal_code":"y"}}`), "billing_address.postal_code, shipping_address.postal_code"},
		{"postal code of the address's country", cart(t, `{"billing_address":{"postal_code":"SW1A 1AA","country":"GB"}}`), ""},
		{"postal code of a country elsewhere", cart(t, `{"shipping_address":{"postal_code":"100-0001","country":"JP"}}`), ""},
		{"postal code of 11", cart(t, `{"shipping_address":{"postal_code":"12345678901","country":"JP"}}`), "shipping_address.postal_code"},
		{"city of 100", cart(t, `{"billing_address":{"city":`+long(100)+`}}`), "billing_address.city"},
		{"empty strings", cart(t, `{"billing_address":{"street_address2":"","title":"","phone":""}}`), ""},

		{"attachment", cart(t, `{"attachment":{"content_type":"application/vnd.klarna.internal.emd-v2+json","body":"{\"a\":1}"}}`), ""},
		{"attachment of another kind", cart(t, `{"attachment":{"content_type":"text/plain","body":"{}"}}`), "attachment.attachment"},
		{"attachment that is no JSON", cart(t, `{"attachment":{"content_type":"application/vnd.klarna.internal.emd-v2+json","body":"{"}}`), "attachment.attachment"},
		{"addresses before the attachment", cart(t, `{"attachment":{},"billing_address":{"email":"x"}}`), "billing_address.email, attachment.attachment"},
		{"unknown members", cart(t, `{"terms":"x","merchant_urls":{"id":"1"}}`), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := purchase.Parse(c.tree, nil)
			if got := fields(err); got != c.want {
				t.Errorf("fields %q, want %q", got, c.want)
			}
		})
	}
}

func TestFaultText(t *testing.T) {
	_, err := purchase.Parse(map[string]any{}, nil)
	if want := "Bad value: purchase_currency, purchase_country, order_amount, order_lines; "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %q…", err, want)
	}
}

func TestLineCount(t *testing.T) {
	tree := cart(t, `{"order_tax_amount":null,"order_amount":1000}`)
	one := decode(t, `{"name":"Cap","quantity":1,"unit_price":1,"total_amount":1}`)
	lines := make([]any, 1000)
	for i := range lines {
		lines[i] = one
	}
	tree["order_lines"] = lines
	if _, err := purchase.Parse(tree, nil); err != nil {
		t.Errorf("1000 lines: %v", err)
	}
	tree["order_lines"] = slices.Concat(lines, []any{one})
	if _, err := purchase.Parse(tree, nil); fields(err) != "order_lines" {
		t.Errorf("1001 lines: %v", err)
	}
}

// A thousand broken lines name no thousand fields.
func TestFaultsAreBounded(t *testing.T) {
	tree := cart(t, `{}`)
	lines := make([]any, 1000)
	for i := range lines {
		lines[i] = map[string]any{}
	}
	tree["order_lines"] = lines
	_, err := purchase.Parse(tree, nil)
	if n := strings.Count(fields(err), ", ") + 1; n != 50 || !strings.HasSuffix(err.Error(), "; and 3950 more") {
		t.Errorf("%d fields named: %v", n, err)
	}
}

func TestParsed(t *testing.T) {
	got, err := purchase.Parse(cart(t, `{"purchase_country":"se","purchase_currency":"sek","intent":"BUY","acquiring_channel":"telesales",
		"customer":{"date_of_birth":"1970-07-10","last_four_ssn":"1234","national_identification_number":"19700710"},
		"billing_address":{"country":"se","given_name":"Al","phone":"555-555-0199"}}`), nil)

	if err != nil {
		t.Fatal(err)
	}
	want := purchase.Purchase{
		PurchaseCountry: "SE", PurchaseCurrency: "SEK", Locale: "en-US", OrderAmount: 10000, OrderTaxAmount: 2000,
		Intent: "buy", AcquiringChannel: "TELESALES",
		OrderLines: []purchase.OrderLine{{
			Type: "physical", Name: "Cap", Quantity: 1, UnitPrice: 10000, TaxRate: 2500, TotalAmount: 10000, TotalTaxAmount: 2000,
		}},
		Customer:       purchase.Customer{DateOfBirth: "1970-07-10"},
		BillingAddress: purchase.Address{Country: "SE", GivenName: "Al", Phone: "555-555-0199"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChange(t *testing.T) {
	stored, err := purchase.Parse(cart(t, `{"merchant_reference1":"1","merchant_reference2":"2","merchant_urls":{"push":"https://shop.test/p","confirmation":"https://shop.test/c"}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := purchase.Change(stored, decode(t, `{"merchant_reference1":"9","merchant_urls":{"push":"https://shop.test/q"}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := stored
	want.MerchantReference1 = "9"
	want.MerchantUrls = purchase.MerchantURLs{Push: "https://shop.test/q"} // whole, not merged
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := purchase.Change(stored, decode(t, `{"order_amount":1}`), nil); fields(err) != "order_amount" {
		t.Errorf("half a change of the cart: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"purchase_country":"SE","purchase_currency":"SEK","order_amount":0,"order_lines":[{"name":"a","quantity":0,"unit_price":0,"total_amount":0}]}`,
		`{"purchase_country":"US","purchase_currency":"USD","order_amount":"12","order_lines":[{"type":"sales_tax","name":"Tax","quantity":1,"unit_price":12,"total_amount":12}],"order_tax_amount":12}`,
		`{"purchase_country":"SE","purchase_currency":"SEK","order_amount":1,"order_lines":[{"name":"a","quantity":9223372036854775807,"unit_price":-9223372036854775808,"total_amount":-1,"total_tax_amount":-9223372036854775808,"total_discount_amount":9223372036854775807}]}`,
		`{"purchase_country":"SE","purchase_currency":"SEK","order_amount":1,"billing_address":{"email":"a@b.c"},"customer":{"type":"person"},"order_lines":[{"name":"a","quantity":1,"unit_price":1,"total_amount":1,"subscription":{"name":"x","interval":"DAY","interval_count":1}}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var tree map[string]any
		if decoder.Decode(&tree) != nil {
			t.Skip("no object")
		}
		p, err := purchase.Parse(tree, nil)
		if err != nil {
			if fault, ok := errors.AsType[*jsonfields.Fault](err); !ok || len(fault.Wrongs) == 0 {
				t.Fatalf("a fault that names nothing: %v", err)
			}
			return
		}
		var sum int64
		for _, l := range p.OrderLines {
			sum += l.TotalAmount
		}
		if sum != p.OrderAmount || p.OrderAmount < 0 {
			t.Fatalf("amount %d, lines %d", p.OrderAmount, sum)
		}
		again, err := purchase.Parse(jsonfields.Tree(p), nil)
		if err != nil {
			t.Fatalf("a sound purchase is refused on the way back: %v", err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Fatalf("changed on the way back:\n%s", diff)
		}
		if d, _ := purchase.Differences(p, p.BillingAddress, again); len(d) > 0 {
			t.Fatalf("differs from itself: %v", d)
		}
	})
}
