package purchase

import (
	"math"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/market"
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// MaxAmount is the largest unit price and line total, in minor units
// (provider.md A.3.4, the newer description).
const MaxAmount = 200_000_000

// MaxLines is the largest number of lines (provider.md A.3.1).
const MaxLines = 1000

// parser carries one reading through its groups of checks.
type parser struct {
	root  member.Object
	lines []member.Object
	out   payments.Purchase
}

// groups in the order they are judged; the first that fails answers alone
// (provider.md I, I.2).
var groups = []func(*parser){
	(*parser).market, (*parser).currencyFits, (*parser).locale, (*parser).amounts,
	(*parser).lineForms, (*parser).lineSums, (*parser).sums,
	(*parser).details, (*parser).addresses, (*parser).attachment,
}

// Parse reads a whole purchase from a JSON tree. Errors are *Fault.
func Parse(tree map[string]any) (payments.Purchase, error) {
	found := &member.Faults{}
	p := &parser{root: member.Object{Tree: tree, Faults: found}}
	if err := member.Judge(p, found, groups); err != nil {
		return payments.Purchase{}, err
	}
	return p.out, nil
}

// Change replaces the members that changes holds and judges the whole as a
// new purchase. Errors are *Fault.
func Change(stored payments.Purchase, changes map[string]any) (payments.Purchase, error) {
	return Parse(member.Changed(stored, changes))
}

// market: the currency is named first, as recorded.
func (p *parser) market() {
	currency, _ := p.root.Tree["purchase_currency"].(string)
	country, _ := p.root.Tree["purchase_country"].(string)
	if !member.Currency.MatchString(currency) || !market.KnownCurrency(currency) {
		p.root.Wrong("purchase_currency")
	}
	if _, ok := market.Of(country); !ok || !member.Country.MatchString(country) {
		p.root.Wrong("purchase_country")
	}
	p.out.PurchaseCurrency, p.out.PurchaseCountry = strings.ToUpper(currency), strings.ToUpper(country)
}

func (p *parser) currencyFits() {
	if m, _ := market.Of(p.out.PurchaseCountry); m.Currency != p.out.PurchaseCurrency {
		p.root.Wrong("purchase_currency")
	}
}

// locale is judged by its form alone: real traffic shows languages without a
// country and of other countries (provider.md, open questions, 11).
func (p *parser) locale() {
	if p.out.Locale = p.root.Matching("locale", member.Locale); p.out.Locale == "" {
		p.out.Locale = "en-US"
	}
}

func (p *parser) amounts() {
	p.out.OrderAmount = p.root.Amount("order_amount", 0, math.MaxInt64)
	p.out.OrderTaxAmount = p.root.Integer("order_tax_amount", 0, math.MaxInt64)
	p.lines = p.root.Elements("order_lines", 1, MaxLines)
}
