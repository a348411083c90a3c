package view

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// cartOf is the cart of a purchase in Britain.
func cartOf(tax int64, lines ...hpp.Line) *Cart {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Purchase.Country, v.Purchase.Currency, v.Purchase.Locale = "GB", "GBP", "en-GB"
	v.Purchase.Amount, v.Purchase.Tax, v.Purchase.Lines = sumOf(lines), tax, lines
	return ForPay(v, here).Pay.Summary.Cart
}

func TestTotals(t *testing.T) {
	lamp := hpp.Line{Type: "physical", Name: "Lamp", Quantity: 2, Total: 20000}
	for _, test := range []struct {
		name  string
		tax   int64
		lines []hpp.Line
		want  []Total
	}{
		{"goods alone", 0, []hpp.Line{lamp}, []Total{{"Total", "", "£200.00", TotalWhole}}},
		{"tax within", 4000, []hpp.Line{lamp}, []Total{{"Total", "", "£200.00", TotalWhole}, {"Tax included", "", "£40.00", TotalIncluded}}},
		{"everything", 1000, []hpp.Line{
			lamp,
			{Type: "shipping_fee", Name: "Standard", Quantity: 1, Total: 0},
			{Type: "discount", Name: "Autumn sale", Quantity: 1, Total: -1500},
			{Type: "gift_card", Name: "Card 12", Quantity: 1, Total: -500},
			{Type: "sales_tax", Name: "Tax", Quantity: 1, Total: 1000},
		}, []Total{
			{"Subtotal", "", "£200.00", ""},
			{"Discount", "Autumn sale", "-£15.00", TotalOff},
			{"Gift card or credit", "Card 12", "-£5.00", TotalOff},
			{"Delivery", "Standard", "Free", ""},
			{"Tax", "Tax", "£10.00", ""},
			{"Total", "", "£190.00", TotalWhole},
		}},
		{"several of a kind", 0, []hpp.Line{
			lamp, {Type: "discount", Name: "a", Total: -100}, {Type: "physical", Name: "a refund in disguise", Total: -200},
		}, []Total{
			{"Subtotal", "", "£200.00", ""}, {"Discount", "", "-£3.00", TotalOff}, {"Total", "", "£197.00", TotalWhole},
		}},
		{"no goods", 0, []hpp.Line{{Type: "shipping_fee", Name: "Express", Total: 900}}, []Total{
			{"Delivery", "Express", "£9.00", ""}, {"Total", "", "£9.00", TotalWhole},
		}},
	} {
		if diff := cmp.Diff(test.want, cartOf(test.tax, test.lines...).Totals); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// What is no article is not counted as one.
func TestItemsAreCountedInPieces(t *testing.T) {
	for _, test := range []struct {
		want  string
		lines []hpp.Line
	}{
		{"1 item", []hpp.Line{{Quantity: 1, Total: 100}, {Type: "discount", Quantity: 1, Total: -10}, {Type: "shipping_fee", Quantity: 1, Total: 5}}},
		{"3 items", []hpp.Line{{Quantity: 2, Total: 100}, {Quantity: 1, Unit: "pcs", Total: 100}}},
		{"2 items", []hpp.Line{{Quantity: 250, Unit: "g", Total: 100}, {Total: 100}}},
	} {
		if got := cartOf(0, test.lines...).Count; got != test.want {
			t.Errorf("%+v: %q, want %q", test.lines, got, test.want)
		}
	}
}

func TestSubtotalCanBeHidden(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Session.Options.HideSubtotal = true
	if got := ForPay(v, here).Pay.Summary; got.Cart != nil || got.Amount == "" {
		t.Errorf("%+v", got)
	}
}

func TestLongPurchases(t *testing.T) {
	for _, test := range []struct {
		lines, first, rest int
		label, more        string
	}{
		{6, 6, 0, "", ""},
		{7, 5, 2, "and 2 more items", ""},
		{40, 5, 35, "and 35 more items", ""},
		{1000, 5, 35, "and 35 more items", "and 960 more items"},
	} {
		got := cartOf(0, make([]hpp.Line, test.lines)...)
		if len(got.Lines) != test.first || len(got.Rest) != test.rest || got.RestLabel != test.label || got.More != test.more {
			t.Errorf("%d lines: %d and %d, %q, %q", test.lines, len(got.Lines), len(got.Rest), got.RestLabel, got.More)
		}
	}
}

// Goods keep their order wherever other lines stand, and the purchase stays as it is.
func TestSplitLines(t *testing.T) {
	all := []hpp.Line{{Name: "a"}, {Name: "b"}, {Type: "discount", Name: "off", Total: -1}, {Name: "c"}, {Type: "shipping_fee", Name: "by post"}, {Name: "d"}}
	before := slices.Clone(all)
	for n := range len(all) + 1 {
		goods, parts := splitLines(all[:n])
		var names string
		for _, l := range goods {
			names += l.Name
		}
		if want := []string{"", "a", "ab", "ab", "abc", "abc", "abcd"}[n]; names != want {
			t.Errorf("%d lines: goods %q, want %q", n, names, want)
		}
		if want := []int{0, 0, 0, 1, 1, 2, 2}[n]; len(parts) != want {
			t.Errorf("%d lines: %d parts, want %d", n, len(parts), want)
		}
	}
	if !slices.Equal(all, before) {
		t.Errorf("the purchase was changed: %v", all)
	}
}

// What was taken off a line stands under it, with the price before.
func TestALineSaysWhatWasTakenOff(t *testing.T) {
	for _, test := range []struct {
		locale string
		line   hpp.Line
		want   Line
	}{
		{"en-GB", hpp.Line{Name: "Lamp", Quantity: 1, Total: 900}, Line{Name: "Lamp", Amount: "£9.00"}},
		{"en-GB", hpp.Line{Name: "Lamp", Quantity: 1, Total: 900, Discount: 100}, Line{Name: "Lamp", Amount: "£9.00", Reduction: &Reduction{Before: "£10.00", Text: "Discount -£1.00"}}},
		{"de-DE", hpp.Line{Name: "Lampe", Quantity: 1, Total: 0, Discount: 100}, Line{Name: "Lampe", Amount: "0,00\u00a0£", Reduction: &Reduction{Before: "1,00\u00a0£", Text: "Rabatt -1,00\u00a0£"}}},
		{"sv-SE", hpp.Line{Name: "Lampa", Quantity: 1500, Unit: "m", Total: 900, Discount: 100}, Line{"1\u00a0500\u00a0m", "Lampa", "9,00\u00a0£", &Reduction{"10,00\u00a0£", "Rabatt −1,00\u00a0£"}}},
		{"en-GB", hpp.Line{Name: "Broken", Quantity: 1, Total: 900, Discount: -100}, Line{Name: "Broken", Amount: "£9.00"}},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Country, v.Purchase.Currency, v.Purchase.Locale = test.locale[3:], "GBP", test.locale
		v.Purchase.Amount, v.Purchase.Lines = test.line.Total, []hpp.Line{test.line}
		if diff := cmp.Diff([]Line{test.want}, ForPay(v, here).Pay.Summary.Cart.Lines); diff != "" {
			t.Errorf("%s: %s", test.locale, diff)
		}
	}
}
