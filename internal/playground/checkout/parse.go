package checkout

import (
	"encoding/json"
	"math"
	"regexp"
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

var (
	twoLetters   = regexp.MustCompile(`^[A-Za-z]{2}$`)
	threeLetters = regexp.MustCompile(`^[A-Za-z]{3}$`)
	localeForm   = regexp.MustCompile(`^[A-Za-z]{2}(?:-[A-Za-z]{2})*$`)
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
	for _, check := range groups {
		check(p)
		if err := found.Err(); err != nil {
			return checkout.Purchase{}, err
		}
	}
	return p.out, nil
}

// Change replaces the members that changes holds and judges the whole as a
// new order. Errors are *member.Fault.
func Change(stored checkout.Purchase, changes map[string]any) (checkout.Purchase, error) {
	tree := treeOf(stored)
	for name, value := range changes {
		tree[name] = value
	}
	return Parse(tree)
}

// treeOf is a purchase in the form Parse reads. A list of addresses or urls
// that is empty counts as never sent.
func treeOf(p checkout.Purchase) map[string]any {
	text, err := json.Marshal(p)
	if err != nil {
		panic("checkout: " + err.Error()) // what was read as JSON can be written
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	tree := map[string]any{}
	if err := decoder.Decode(&tree); err != nil {
		panic("checkout: " + err.Error())
	}
	if p.MerchantUrls == (checkout.MerchantURLs{}) {
		delete(tree, "merchant_urls")
	}
	return tree
}

// market: countries without a market take nobody's orders; a currency that is
// not the country's leaves only cards (provider.md B.7).
func (p *parser) market() {
	o := p.root
	country, currency := o.Required("purchase_country", 2), o.Required("purchase_currency", 3)
	if _, ok := market.Of(country); country != "" && (!ok || !twoLetters.MatchString(country)) {
		o.Wrong("purchase_country")
	}
	if currency != "" && (!threeLetters.MatchString(currency) || !market.KnownCurrency(currency)) {
		o.Wrong("purchase_currency")
	}
	p.out.PurchaseCountry, p.out.PurchaseCurrency = strings.ToUpper(country), strings.ToUpper(currency)
	if p.out.Locale = o.Matching("locale", localeForm); !o.Has("locale") {
		o.Wrong("locale")
	}
	p.out.OrderAmount = o.Amount("order_amount", 0, math.MaxInt64)
	p.out.OrderTaxAmount = o.Amount("order_tax_amount", 0, math.MaxInt64)
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
