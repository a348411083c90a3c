package purchase

import (
	"cmp"
	"fmt"
	"strings"
)

// Differences names what an order asks for beside what was authorized:
// amounts, lines as a list, addresses member by member. What either side never
// gave matches. given is the billing address as the merchant gave it: the
// order may repeat that or what the payer made of it in held. Reasons say what
// was agreed, where that is no personal data.
func Differences(held Purchase, given Address, sent Purchase) (fields, reasons []string) {
	d := differences{country: held.PurchaseCountry}
	d.text("purchase_country", held.PurchaseCountry, sent.PurchaseCountry, strings.ToUpper)
	d.text("purchase_currency", held.PurchaseCurrency, sent.PurchaseCurrency, strings.ToUpper)
	d.number("order_amount", held.OrderAmount, sent.OrderAmount)
	d.given("order_tax_amount", Tax(held), Tax(sent))
	d.lines(held.OrderLines, sent.OrderLines)
	d.address("billing_address.", given, held.BillingAddress, sent.BillingAddress)
	d.address("shipping_address.", held.ShippingAddress, held.ShippingAddress, sent.ShippingAddress)
	return d.fields, d.reasons
}

// maxDifferences bounds what one answer names.
const maxDifferences = 50

type differences struct {
	fields  []string
	reasons []string // what was agreed, where that is no personal data
	country string   // of the purchase
}

func (d *differences) add(field string) {
	if len(d.fields) < maxDifferences {
		d.fields = append(d.fields, field)
	}
}

func (d *differences) number(field string, held, sent int64) {
	if held != sent && len(d.fields) < maxDifferences {
		d.add(field)
		d.reasons = append(d.reasons, fmt.Sprintf("%s should be %d, as the payer agreed", field, held))
	}
}

// given compares optional numbers, for which zero says the same as nothing.
func (d *differences) given(field string, held, sent int64) {
	if held != 0 && sent != 0 {
		d.number(field, held, sent)
	}
}

func (d *differences) text(field, held, sent string, plain func(string) string) {
	if held != "" && sent != "" && plain(held) != plain(sent) {
		d.add(field)
	}
}

func (d *differences) lines(held, sent []OrderLine) {
	if len(held) != len(sent) {
		d.add(fmt.Sprintf("Incorrect number of items in the cart. Expected: %d, Actual: %d", len(held), len(sent)))
		return
	}
	for i := range held {
		h, s, path := held[i], sent[i], fmt.Sprintf("order_lines[%d].", i)
		d.text(path+"type", h.Type, s.Type, strings.ToLower)
		d.text(path+"reference", h.Reference, s.Reference, strings.TrimSpace)
		d.text(path+"name", h.Name, s.Name, strings.TrimSpace)
		d.number(path+"quantity", h.Quantity, s.Quantity)
		d.number(path+"unit_price", h.UnitPrice, s.UnitPrice)
		d.given(path+"tax_rate", h.TaxRate, s.TaxRate)
		d.number(path+"total_amount", h.TotalAmount, s.TotalAmount)
		d.given(path+"total_discount_amount", h.TotalDiscountAmount, s.TotalDiscountAmount)
		d.given(path+"total_tax_amount", h.TotalTaxAmount, s.TotalTaxAmount)
	}
}

// address accepts a member as the merchant gave it and as the payer typed it.
func (d *differences) address(path string, given, typed, sent Address) {
	g, t, s := Members(&given), Members(&typed), Members(&sent)
	for i := range g {
		name, country := g[i].Name, cmp.Or(sent.Country, given.Country, typed.Country, d.country)
		if !sameMember(name, country, *g[i].Value, *s[i].Value) && !sameMember(name, country, *t[i].Value, *s[i].Value) {
			d.add(path + name)
		}
	}
}
