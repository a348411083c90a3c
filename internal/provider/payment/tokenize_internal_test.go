package payment

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzParseToken: a request that is taken says what, where and for what.
func FuzzParseToken(f *testing.F) {
	const coffee = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","description":"Coffee","intended_use":"SUBSCRIPTION"}`
	for _, seed := range []string{`{}`, coffee, strings.Replace(coffee, "Coffee", "", 1), strings.Replace(coffee, "{", `{"billing_address":{"country":"se"},`, 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tree map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if decoder.Decode(&tree) != nil || tree == nil {
			t.Skip("no JSON object")
		}
		r, err := parseToken(tree)
		if err == nil && (r.description == "" || len(r.description) > 4*255 || r.country != "" && len(r.country) != 2) {
			t.Fatalf("took %+v", r)
		}
	})
}
