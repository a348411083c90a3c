package purchase_test

import (
	"fmt"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// The worked lines of docs/spec/provider.md F.2: every tax in [low, high] passes and its
// neighbours do not.
func TestLineTax(t *testing.T) {
	for _, c := range []struct{ total, rate, low, high int64 }{
		{59500, 2000, 9916, 9917},
		{2900, 2000, 483, 484},
		{9999, 2300, 1869, 1870},
		{25000, 2500, 4999, 5001},
		{-1000, 2500, -201, -199},
		{-300, 1000, -28, -27},
		{714_00, 0, -1, 1},
		{59500, 2500, 11899, 11901}, // the page calls this one rejected; its own formula accepts it
		{10, 10, 0, 1},              // expected to pass by the live tests
	} {
		for tax := c.low - 1; tax <= c.high+1; tax++ {
			tree := line(t, fmt.Sprintf(`{"quantity":1,"unit_price":%d,"total_amount":%d,"tax_rate":%d,"total_tax_amount":%d}`,
				c.total, c.total, c.rate, tax))
			// A second line keeps the order's sum from going below zero.
			lines := tree["order_lines"].([]any)
			tree["order_lines"] = append(lines, decode(t, `{"name":"Base","quantity":1,"unit_price":100000,"total_amount":100000}`))
			tree["order_amount"] = decode(t, fmt.Sprintf(`{"n":%d}`, c.total+100000))["n"]
			delete(tree, "order_tax_amount")
			_, err := purchase.Parse(tree, nil)
			want := ""
			if tax < c.low || tax > c.high {
				want = "order_lines[0].total_tax_amount"
			}
			if got := fields(err); got != want {
				t.Errorf("total %d, rate %d, tax %d: %q, want %q", c.total, c.rate, tax, got, want)
			}
		}
	}
}

// The tax sample of docs/spec/provider.md F.1/F.4 whose total tax may be off by the
// number of items.
func TestOrderTax(t *testing.T) {
	const lines = `"order_lines":[
		{"name":"A","quantity":5,"unit_price":11900,"tax_rate":2000,"total_amount":59500,"total_tax_amount":9917},
		{"name":"B","quantity":1,"unit_price":2900,"tax_rate":2000,"total_amount":2900,"total_tax_amount":483}]`
	for tax, want := range map[int64]string{
		10400: "", 10394: "", 10406: "", 10393: "order_tax_amount", 10407: "order_tax_amount", 0: "order_tax_amount",
	} {
		tree := cart(t, fmt.Sprintf(`{"order_amount":62400,"order_tax_amount":%d,%s}`, tax, lines))
		if _, err := purchase.Parse(tree, nil); fields(err) != want {
			t.Errorf("order tax %d: %v, want %q", tax, err, want)
		}
	}
	if p, err := purchase.Parse(cart(t, `{"order_amount":62400,"order_tax_amount":null,`+lines+`}`), nil); err != nil || purchase.Tax(p) != 10400 {
		t.Errorf("no order tax: %v, taken from the lines as %d", err, purchase.Tax(p))
	}
}

// A cart of the United States carries its tax as a line (docs/spec/provider.md F.5).
func TestSalesTax(t *testing.T) {
	const lines = `"order_lines":[
		{"name":"Goods","type":"physical","quantity":2,"unit_price":500,"total_amount":1000},
		{"name":"Shipping","type":"shipping_fee","quantity":1,"unit_price":700,"total_amount":700},
		{"name":"Discount","type":"discount","quantity":1,"unit_price":-100,"total_amount":-100},
		{"name":"Tax","type":"sales_tax","quantity":1,"unit_price":112,"total_amount":112},
		{"name":"Credit","type":"store_credit","quantity":1,"unit_price":-300,"total_amount":-300}]`
	us := func(amount, tax int) error {
		_, err := purchase.Parse(cart(t, fmt.Sprintf(`{"purchase_country":"US","purchase_currency":"USD","order_amount":%d,"order_tax_amount":%d,%s}`, amount, tax, lines)), nil)
		return err
	}
	for _, c := range []struct {
		amount, tax int
		want        string
	}{
		{1412, 112, ""}, {1412, 111, "order_tax_amount"}, {1300, 112, "order_amount"}, {1524, 112, "order_amount"},
	} {
		if got := fields(us(c.amount, c.tax)); got != c.want {
			t.Errorf("amount %d, tax %d: %q, want %q", c.amount, c.tax, got, c.want)
		}
	}
}

func TestSumsOverInt64(t *testing.T) {
	for name, more := range map[string]string{
		"product":  `{"quantity":9223372036854775807,"unit_price":2,"total_amount":-2,"tax_rate":0,"total_tax_amount":0}`,
		"negative": `{"quantity":9223372036854775807,"unit_price":-200000000,"total_amount":0,"tax_rate":0,"total_tax_amount":0}`,
		"lowest":   `{"quantity":1,"unit_price":-9223372036854775808,"total_amount":0,"tax_rate":0,"total_tax_amount":0}`,
		"discount": `{"quantity":1,"unit_price":-2,"total_discount_amount":9223372036854775807,"total_amount":9223372,"tax_rate":0,"total_tax_amount":0}`,
	} {
		if _, err := purchase.Parse(line(t, more), nil); fields(err) != "order_lines[0].total_amount" {
			t.Errorf("%s: %v", name, err)
		}
	}
	const low = `{"name":"A","quantity":1,"unit_price":-9223372036854775807,"total_amount":-9223372036854775807}`
	tree := cart(t, `{"order_tax_amount":null,"order_lines":[`+low+`,`+low+`]}`)
	if _, err := purchase.Parse(tree, nil); fields(err) != "order_amount" {
		t.Errorf("sum of lines: %v", err)
	}
	const taxed = `{"name":"A","quantity":4000000000000000000,"unit_price":0,"total_amount":0,"tax_rate":0,"total_tax_amount":0}`
	tree = cart(t, `{"order_amount":0,"order_tax_amount":0,"order_lines":[`+taxed+`,`+taxed+`,`+taxed+`]}`)
	if _, err := purchase.Parse(tree, nil); fields(err) != "order_tax_amount" {
		t.Errorf("sum of items: %v", err)
	}
}

func TestTax(t *testing.T) {
	p := purchase.Purchase{OrderLines: []purchase.OrderLine{{Type: "sales_tax", TotalAmount: 112}, {TotalTaxAmount: 3}}}
	if got := purchase.Tax(p); got != 115 {
		t.Errorf("from the lines: %d", got)
	}
	p.OrderTaxAmount = 7
	if got := purchase.Tax(p); got != 7 {
		t.Errorf("as sent: %d", got)
	}
}
