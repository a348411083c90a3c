package purchase

import (
	"math"
	"strings"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// MaxAmount is the largest unit price and line total, in minor units
// (docs/spec/provider.md A.3.4, the newer description).
const MaxAmount = 200_000_000

// MaxLines is the largest number of lines (docs/spec/provider.md A.3.1).
const MaxLines = 1000

// parser carries one reading through its groups of checks.
type parser struct {
	root  jsonfields.Object
	lines []jsonfields.Object
	out   Purchase
}

// groups in the order in which the published validator names their members.
var groups = []func(*parser){
	(*parser).market, (*parser).locale, (*parser).amounts, (*parser).lineForms, (*parser).sums,
	(*parser).details, (*parser).addresses, (*parser).attachment,
}

// Parse reads a whole purchase from a JSON tree. Errors are *jsonfields.Fault.
func Parse(tree map[string]any, callable jsonfields.Callable) (Purchase, error) {
	return ParseWith(jsonfields.ReadCalling(tree, callable))
}

// ParseWith is Parse for an API that has judged some members more strictly
// already; its faults are told together with those found here.
func ParseWith(root jsonfields.Object) (Purchase, error) {
	p := &parser{root: root}
	for _, read := range groups {
		read(p)
	}
	if err := root.Faults.Err(); err != nil {
		return Purchase{}, err
	}
	return p.out, nil
}

// Change replaces the members that changes holds and judges the whole as a
// new purchase. Errors are *jsonfields.Fault.
func Change(stored Purchase, changes map[string]any, callable jsonfields.Callable) (Purchase, error) {
	return Parse(jsonfields.Changed(stored, changes), callable)
}

// market: the currency is named first, as recorded. A currency is right when
// it is that of the country.
func (p *parser) market() {
	country, currency := strings.ToUpper(word(p.root, "purchase_country")), strings.ToUpper(word(p.root, "purchase_currency"))
	m, known := market.Of(country)
	switch {
	case !p.root.Has("purchase_currency"):
		p.root.Missing("purchase_currency", "the currency of the country, such as SEK")
	case known && currency != m.Currency:
		p.root.Wrong("purchase_currency", "should be "+m.Currency+", the currency of "+m.Country)
	case !known && !market.KnownCurrency(currency):
		p.root.Wrong("purchase_currency", "must be one of "+strings.Join(market.Currencies(), ", "))
	}
	judgeCountry(p.root, known)
	p.out.PurchaseCurrency, p.out.PurchaseCountry = currency, country
}

// word reads a string without judging it.
func word(o jsonfields.Object, name string) string {
	text, _ := o.Tree[name].(string)
	return text
}

// judgeCountry notes a purchase country that has no market.
func judgeCountry(o jsonfields.Object, known bool) {
	switch {
	case !o.Has("purchase_country"):
		o.Missing("purchase_country", "two letters such as SE")
	case !known:
		o.Wrong("purchase_country", "must be one of "+strings.Join(market.Countries(), ", "))
	}
}

// locale is judged by its form alone: real traffic shows languages without a
// country and of other countries.
func (p *parser) locale() {
	if p.out.Locale = p.root.Locale("locale"); p.out.Locale == "" {
		p.out.Locale = "en-US"
	}
}

func (p *parser) amounts() {
	p.out.OrderAmount = p.root.Amount("order_amount", 0, math.MaxInt64)
	p.out.OrderTaxAmount = p.root.Integer("order_tax_amount", 0, math.MaxInt64)
	p.lines = p.root.Elements("order_lines", 1, MaxLines)
}
