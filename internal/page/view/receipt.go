package view

import (
	"cmp"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// manyLines is how many lines of a receipt stand in one column on paper.
const manyLines = 16

// Receipt is what was bought, with everything that it came to.
type Receipt struct {
	Heading string
	Lines   []Line
	More    string // "and 7 more items"; empty when all are shown
	Many    bool   // on paper the lines need two columns
	Totals  []Total
	Print   string // prints the page
	Send    *ReceiptSend
}

// ReceiptSend sends the receipt to an e-mail address.
type ReceiptSend struct {
	Field  Field
	Button Button
	Sent   string // it is on its way; empty: nothing was asked for yet
}

// ReceiptForm is what became of the form that sends the receipt.
type ReceiptForm struct {
	Typed string
	Fault ReceiptFault
	Sent  bool
}

// ReceiptFault is why nothing was sent.
type ReceiptFault string

// The faults.
const (
	ReceiptWrong   ReceiptFault = "email.wrong"     // no e-mail address
	ReceiptRefused ReceiptFault = "receipt.refused" // the recipient wants no messages
	ReceiptMany    ReceiptFault = "receipt.many"
)

// receiptSend is nil where nothing can be sent.
func (t builder) receiptSend() *ReceiptSend {
	if !t.site.Receipts {
		return nil
	}
	form := t.site.Receipt
	send := ReceiptSend{
		Field:  Field{Name: "email", Label: t.Text("email.label"), Type: "email", Fill: "email", Value: form.Typed, Required: true},
		Button: Button{Text: t.Text("receipt.send"), Busy: t.Text("pay.busy")},
	}
	if form.Fault != "" {
		send.Field.Error = t.Text(string(form.Fault))
		send.Field.Focus = true
	}
	if form.Sent {
		send.Sent = t.Text("receipt.sent")
	}
	return &send
}

// receipt is the purchase of a completed session. A merchant who does not want
// the lines shown on the page gets none on the receipt (docs/spec/hpp.md §6).
func (t builder) receipt() *Receipt {
	r := Receipt{Heading: t.Text("receipt.title"), Print: t.Text("receipt.print"), Send: t.receiptSend()}
	goods, parts := splitLines(t.page.Purchase.Lines)
	if t.page.Session.Options.HideSubtotal {
		goods, parts = nil, nil
	}
	r.Totals, r.Many = t.totals(goods, parts), len(goods) > manyLines
	r.Lines = make([]Line, 0, min(len(goods), maxLines))
	for i, line := range goods {
		if i == maxLines {
			r.More = t.Count("summary.more", len(goods)-i)
			break
		}
		r.Lines = append(r.Lines, t.line(line))
	}
	return &r
}

// receiptFacts are what a payer is asked for besides the amount when something is
// wrong with a purchase: how it was paid, and the order.
func (t builder) receiptFacts() []Fact {
	var facts []Fact
	if name := t.categoryName(t.page.Session.Chosen); name != "" && !t.page.Session.Result.CompletedElsewhere {
		facts = append(facts, Fact{t.Text("outcome.method"), name})
	}
	if r := t.page.Session.Result; r.OrderID != "" {
		facts = append(facts, Fact{t.Text("outcome.order"), shorten(cmp.Or(r.Reference, r.OrderID), 60)})
	}
	return facts
}

// categoryName is a category's name in the page's language, or what the provider
// calls it; empty for none.
func (t builder) categoryName(category hpp.Category) string {
	if key, known := methodNames[category]; known {
		return t.Text(key)
	}
	for _, m := range t.page.Methods {
		if m.Category == category {
			return cmp.Or(shorten(m.Name, 60), string(category))
		}
	}
	return strings.ReplaceAll(string(category), "_", " ")
}
