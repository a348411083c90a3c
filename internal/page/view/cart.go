package view

import (
	"math"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Bounds of the list of lines: those shown at all, and those shown at once when
// there are more.
const (
	maxLines   = 40
	firstLines = 5
)

// Cart is the lines of the purchase and what they add up to.
type Cart struct {
	Count string // "3 items"
	Lines []Line
	// Rest are lines that show once its label, "and 7 more items", is pressed.
	Rest      []Line
	RestLabel string
	More      string // "and 7 more items" that nowhere show; may be empty
	Totals    []Total
}

// Line is one line of the purchase. Quantity is empty for one piece; Before and
// Discount, where nothing was taken off.
type Line struct {
	Quantity, Name, Amount string
	Reduction              *Reduction // nil where nothing was taken off
}

// Reduction is what was taken off a line.
type Reduction struct {
	Before string // the price without it
	Text   string // "Discount −£10.00"
}

// Total is a row under the lines.
type Total struct {
	Label, Name string // Name is the merchant's own; may be empty
	Amount      string
	Kind        TotalKind
}

// TotalKind tells the rows under the lines apart.
type TotalKind string

// The kinds that look different from a plain row.
const (
	TotalOff      TotalKind = "off"      // makes the purchase cheaper
	TotalWhole    TotalKind = "whole"    // what is paid
	TotalIncluded TotalKind = "included" // part of the whole, not added to it
)

// cart is the purchase by its lines; nil without lines, or when the merchant
// does not want them shown (docs/spec/hpp.md §6).
func (t builder) cart() *Cart {
	p := t.page.Purchase
	if t.page.Session.Options.HideSubtotal || len(p.Lines) == 0 {
		return nil
	}
	goods, parts := splitLines(p.Lines)
	c := Cart{Count: t.Count("summary.lines", countPieces(goods)), Totals: t.totals(goods, parts)}
	c.Lines = make([]Line, 0, min(len(goods), maxLines))
	for i, line := range goods {
		if i == maxLines {
			c.More = t.Count("summary.more", len(goods)-i)
			break
		}
		c.Lines = append(c.Lines, t.line(line))
	}
	if len(c.Lines) > firstLines+1 {
		c.Lines, c.Rest = c.Lines[:firstLines:firstLines], c.Lines[firstLines:]
		c.RestLabel = t.Count("summary.more", len(c.Rest))
	}
	return &c
}

// partKind is what a line that is no goods adds to the purchase.
type partKind string

// The parts besides goods, as the rows name them.
const (
	partDiscount partKind = "summary.discount"
	partCredit   partKind = "summary.credit"
	partDelivery partKind = "summary.delivery"
	partTax      partKind = "summary.tax_added"
)

// partOf is the kind of a line; empty for goods. The types are those of
// docs/spec/provider.md C.3.
func partOf(l hpp.Line) partKind {
	switch {
	case l.Type == "sales_tax":
		return partTax
	case l.Total < 0 && (l.Type == "gift_card" || l.Type == "store_credit"):
		return partCredit
	case l.Type == "discount", l.Total < 0:
		return partDiscount
	case l.Type == "shipping_fee":
		return partDelivery
	}
	return ""
}

func splitLines(lines []hpp.Line) (goods []hpp.Line, parts map[partKind][]hpp.Line) {
	parts = map[partKind][]hpp.Line{}
	for i, l := range lines {
		switch kind := partOf(l); {
		case kind != "":
			parts[kind] = append(parts[kind], l)
		case len(goods) == i: // goods come first as a rule: nothing is copied
			goods = lines[: i+1 : i+1]
		default:
			goods = append(goods, l)
		}
	}
	return goods, parts
}

// countPieces counts what was bought. Of what is measured, such as 3 m of cloth,
// there is one piece.
func countPieces(goods []hpp.Line) int {
	pieces := 0
	for _, l := range goods {
		count := int64(1)
		if l.Unit == "" || l.Unit == "pcs" {
			count = min(max(l.Quantity, 1), math.MaxInt32)
		}
		pieces += int(count)
	}
	return pieces
}

// totals are the rows from the goods down to what is paid.
func (t builder) totals(goods []hpp.Line, parts map[partKind][]hpp.Line) []Total {
	p := t.page.Purchase
	var rows []Total
	if len(goods) > 0 && len(parts) > 0 {
		rows = append(rows, Total{Label: t.Text("summary.subtotal"), Amount: t.Money(sumOf(goods), p.Currency)})
	}
	for _, kind := range []partKind{partDiscount, partCredit, partDelivery, partTax} {
		if lines := parts[kind]; len(lines) > 0 {
			rows = append(rows, t.part(kind, lines))
		}
	}
	rows = append(rows, Total{Label: t.Text("summary.total"), Amount: t.amount, Kind: TotalWhole})
	if p.Tax != 0 && len(parts[partTax]) == 0 {
		rows = append(rows, Total{Label: t.Text("summary.tax"), Amount: t.Money(p.Tax, p.Currency), Kind: TotalIncluded})
	}
	return rows
}

// part is one row for all lines of a kind. A single one keeps its own name.
func (t builder) part(kind partKind, lines []hpp.Line) Total {
	sum := sumOf(lines)
	row := Total{Label: t.Text(string(kind)), Amount: t.Money(sum, t.page.Purchase.Currency)}
	if len(lines) == 1 {
		row.Name = shorten(lines[0].Name, 60)
	}
	switch {
	case kind == partDiscount, kind == partCredit:
		row.Kind = TotalOff
	case kind == partDelivery && sum == 0:
		row.Amount = t.Text("delivery.free")
	}
	return row
}

func sumOf(lines []hpp.Line) (sum int64) {
	for _, l := range lines {
		sum += l.Total
	}
	return sum
}

func (t builder) line(l hpp.Line) Line {
	line := Line{Name: shorten(l.Name, 120), Amount: t.Money(l.Total, t.page.Purchase.Currency)}
	if l.Quantity > 1 {
		line.Quantity = t.Number(l.Quantity)
		if unit := shorten(l.Unit, 12); unit != "" {
			line.Quantity += "\u00a0" + unit
		}
	}
	if l.Discount > 0 && l.Total >= 0 {
		off := t.Money(-l.Discount, t.page.Purchase.Currency)
		line.Reduction = &Reduction{Before: t.Money(l.Total+l.Discount, t.page.Purchase.Currency), Text: t.Text(string(partDiscount)) + " " + off}
	}
	return line
}
