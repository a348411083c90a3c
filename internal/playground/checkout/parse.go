package checkout

import (
	"maps"
	"math"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/market"
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/playground/purchase"
	"github.com/openhpp/openhpp/internal/wire/checkout"
)

// Limits of this API (provider.md B.3).
const (
	maxAmount  = 100_000_000
	maxTaxRate = 10_000
	maxText    = 1000 // of members that no text limits
	maxList    = 500  // likewise
)

// parser carries one reading through its groups of checks.
type parser struct {
	root  member.Object
	lines []member.Object
	out   checkout.Purchase
}

// groups in the order they are judged; the first that fails answers alone.
var groups = []func(*parser){
	(*parser).market, (*parser).lineForms, (*parser).lineSums, (*parser).sums,
	(*parser).details, (*parser).deliveries, (*parser).addresses,
}

// Parse reads a whole order from a JSON tree. Errors are *member.Fault.
func Parse(tree map[string]any) (checkout.Purchase, error) {
	found := &member.Faults{}
	p := &parser{root: member.Object{Tree: tree, Faults: found}}
	if err := member.Judge(p, found, groups); err != nil {
		return checkout.Purchase{}, err
	}
	return p.out, nil
}

// Change replaces the members that changes holds and judges the whole as a
// new order. Errors are *member.Fault.
func Change(stored checkout.Purchase, changes map[string]any) (checkout.Purchase, error) {
	tree := member.Tree(stored)
	if stored.MerchantUrls == (checkout.MerchantURLs{}) {
		delete(tree, "merchant_urls") // none were sent
	}
	maps.Copy(tree, changes)
	return Parse(tree)
}

// market: countries without a market take nobody's orders; a currency that is
// not the country's leaves only cards (provider.md B.7).
func (p *parser) market() {
	o := p.root
	country, currency := o.Required("purchase_country", 2), o.Required("purchase_currency", 3)
	if _, ok := market.Of(country); country != "" && (!ok || !member.Country.MatchString(country)) {
		o.Wrong("purchase_country")
	}
	if currency != "" && (!member.Currency.MatchString(currency) || !market.KnownCurrency(currency)) {
		o.Wrong("purchase_currency")
	}
	p.out.PurchaseCountry, p.out.PurchaseCurrency = strings.ToUpper(country), strings.ToUpper(currency)
	if p.out.Locale = o.Matching("locale", member.Locale); p.out.Locale == "" {
		o.Wrong("locale")
	}
	p.out.OrderAmount = o.Amount("order_amount", 0, math.MaxInt64)
	// Half of int64 leaves room for what a delivery adds.
	p.out.OrderTaxAmount = o.Amount("order_tax_amount", 0, math.MaxInt64/2)
	p.lines = o.Elements("order_lines", 0, purchase.MaxLines)
}

// lineSums judges every line's total and tax.
func (p *parser) lineSums() {
	for i, l := range linesOf(p.out.OrderLines) {
		total, tax := purchase.LineFits(l)
		if !total {
			p.lines[i].Wrong("total_amount")
		}
		if !tax {
			p.lines[i].Wrong("total_tax_amount")
		}
	}
}

// sums judges the order's amount and tax.
func (p *parser) sums() {
	amount, tax := purchase.OrderFits(ordered(p.out))
	if !amount {
		p.root.Wrong("order_amount")
	}
	if !tax {
		p.root.Wrong("order_tax_amount")
	}
}
