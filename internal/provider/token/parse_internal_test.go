package token

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzParse: whatever a charge says, what is taken is within the limits and in
// the token's currency.
func FuzzParse(f *testing.F) {
	const coffee = `{"purchase_currency":"SEK","order_amount":10000,"order_tax_amount":0,"order_lines":[{"name":"Coffee","quantity":1,"unit_price":10000,"total_amount":10000}]}`
	for _, seed := range []string{`{}`, coffee, strings.ReplaceAll(coffee, "10000", "0"), strings.Replace(coffee, "{", `{"merchant_urls":[],"purchase_country":"NO",`, 1)} {
		f.Add(seed)
	}
	t := Token{Country: "SE", Currency: "SEK", Locale: "sv-SE"}
	f.Fuzz(func(tb *testing.T, text string) {
		var tree map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if decoder.Decode(&tree) != nil || tree == nil {
			tb.Skip("no JSON object")
		}
		p, err := t.parse(tree, nil)
		if err == nil && (p.OrderAmount < 1 || p.PurchaseCurrency != "SEK" || p.PurchaseCountry != "SE") {
			tb.Fatalf("took %d %s in %s", p.OrderAmount, p.PurchaseCurrency, p.PurchaseCountry)
		}
	})
}
