package checkout_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/checkout"
)

const lamp = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":10000,"order_tax_amount":2000,
	"order_lines":[{"name":"Lamp","quantity":1,"unit_price":10000,"tax_rate":2500,"total_amount":10000,"total_tax_amount":2000}]}`

func decode(text string) (tree map[string]any) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	_ = decoder.Decode(&tree) // nothing readable is a nil tree
	return tree
}

// What is stored can be read again: changing nothing changes nothing.
func TestChangeNothing(t *testing.T) {
	for _, text := range []string{
		lamp,
		strings.Replace(lamp, `{"purchase`, `{"shipping_options":[{"id":"a","name":"A","price":100,"tax_amount":20,"tax_rate":2500,"preselected":true}],"purchase`, 1),
		strings.Replace(lamp, `{"purchase`, `{"merchant_urls":{"terms":"https://a.test","checkout":"https://a.test","confirmation":"https://a.test","push":"https://a.test"},"purchase`, 1),
		strings.Replace(lamp, `{"purchase`, `{"billing_address":{"country":"se","street_name":"A","street_number":"1"},"tags":["x"],"gui":{"options":[]},"purchase`, 1),
	} {
		first, err := checkout.Parse(decode(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := checkout.Change(first, nil, nil)
		if diff := cmp.Diff(first, again); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{}`, lamp, strings.ReplaceAll(lamp, "10000", "-1"), strings.ReplaceAll(lamp, "2500", `"x"`),
		strings.Replace(lamp, `{"purchase`, `{"shipping_options":[{}],"options":[],"merchant_urls":{},"customer":1,"purchase`, 1),
		strings.Replace(lamp, `{"purchase`, `{"shipping_options":[{"id":"a","name":"A","price":-20000,"tax_amount":-4000,"tax_rate":2500,"preselected":true}],"purchase`, 1),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := decode(text)
		if tree == nil {
			t.Skip("no JSON object")
		}
		p, err := checkout.Parse(tree, nil)
		if err != nil {
			return
		}
		if p.OrderAmount < 0 || p.OrderTaxAmount < 0 {
			t.Fatalf("took %d with tax %d", p.OrderAmount, p.OrderTaxAmount)
		}
		if _, err := checkout.Change(p, nil, nil); err != nil {
			t.Fatalf("what was taken cannot be read again: %v", err)
		}
	})
}
