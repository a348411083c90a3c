package purchase

import (
	"fmt"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/market"
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Differences names what an order asks for beside what was authorized
// (provider.md A.4): amounts, lines as a list, addresses member by member.
// What either side never gave matches.
func Differences(held, sent payments.Purchase) []string {
	var d differences
	d.text("purchase_country", held.PurchaseCountry, sent.PurchaseCountry, strings.ToUpper)
	d.text("purchase_currency", held.PurchaseCurrency, sent.PurchaseCurrency, strings.ToUpper)
	d.number("order_amount", held.OrderAmount, sent.OrderAmount)
	d.given("order_tax_amount", Tax(held), Tax(sent))
	d.lines(held.OrderLines, sent.OrderLines)
	d.address("billing_address.", held.BillingAddress, sent.BillingAddress)
	d.address("shipping_address.", held.ShippingAddress, sent.ShippingAddress)
	return d.Fields
}

type differences struct{ member.Faults }

func (d *differences) number(field string, held, sent int64) {
	if held != sent {
		d.Add(field)
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
		d.Add(field)
	}
}

func (d *differences) lines(held, sent []payments.OrderLine) {
	if len(held) != len(sent) {
		d.Add(fmt.Sprintf("Incorrect number of items in the cart. Expected: %d, Actual: %d", len(held), len(sent)))
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

func (d *differences) address(path string, held, sent payments.Address) {
	h, s := Members(&held), Members(&sent)
	for i := range h {
		plain := plainText
		switch h[i].Name {
		case "postal_code":
			plain = market.PlainPostalCode
		case "phone":
			plain = plainPhone
		}
		d.text(path+h[i].Name, *h[i].Value, *s[i].Value, plain)
	}
}

func plainText(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

func plainPhone(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
