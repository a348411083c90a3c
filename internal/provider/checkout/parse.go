package checkout

import (
	"maps"
	"math"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Limits of this API (docs/spec/provider.md B.3).
const (
	maxAmount  = 100_000_000
	maxTaxRate = 10_000
	maxText    = 1000 // of members that no text limits
	maxList    = 500  // likewise
)

// parser carries one reading through its groups of checks.
type parser struct {
	root  jsonfields.Object
	lines []jsonfields.Object
	out   Purchase
}

// groups in the order in which their members are named.
var groups = []func(*parser){
	(*parser).market, (*parser).lineForms, (*parser).sums, (*parser).details, (*parser).deliveries, (*parser).addresses,
}

// Parse reads a whole order from a JSON tree. Errors are *jsonfields.Fault.
func Parse(tree map[string]any, callable jsonfields.Callable) (Purchase, error) {
	p := &parser{root: jsonfields.ReadCalling(tree, callable)}
	for _, read := range groups {
		read(p)
	}
	if err := p.root.Faults.Err(); err != nil {
		return Purchase{}, err
	}
	return p.out, nil
}

// Change replaces the members that changes holds and judges the whole as a
// new order. Errors are *jsonfields.Fault.
func Change(stored Purchase, changes map[string]any, callable jsonfields.Callable) (Purchase, error) {
	tree := jsonfields.Tree(stored)
	if stored.MerchantUrls == (MerchantURLs{}) {
		delete(tree, "merchant_urls") // none were sent
	}
	maps.Copy(tree, changes)
	return Parse(tree, callable)
}

// market: countries without a market take nobody's orders; a currency that is
// not the country's leaves only cards (docs/spec/provider.md B.7).
func (p *parser) market() {
	o := p.root
	if p.out.PurchaseCountry = o.OneOf("purchase_country", market.Countries()...); p.out.PurchaseCountry == "" {
		o.Missing("purchase_country", "two letters such as SE")
	}
	if p.out.PurchaseCurrency = o.OneOf("purchase_currency", market.Currencies()...); p.out.PurchaseCurrency == "" {
		o.Missing("purchase_currency", "three letters such as SEK")
	}
	if p.out.Locale = o.Locale("locale"); p.out.Locale == "" {
		o.Missing("locale", "a language and a country such as sv-SE")
	}
	p.out.OrderAmount = o.Amount("order_amount", 0, math.MaxInt64)
	// Half of int64 leaves room for what a delivery adds.
	p.out.OrderTaxAmount = o.Amount("order_tax_amount", 0, math.MaxInt64/2)
	p.lines = o.Elements("order_lines", 0, purchase.MaxLines)
}

// sums judges the arithmetic of the cart, by the rules of Payments.
func (p *parser) sums() { purchase.JudgeSums(p.root, p.lines, purchaseOf(p.out)) }
