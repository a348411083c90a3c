package view

import (
	"strconv"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Bounds of the list of lines: those shown at all, and those shown without a
// click.
const (
	maxLines  = 40
	openLines = 3
)

// wideAmount is how many characters fit a small phone in the largest figures.
const wideAmount = 12

// Summary is what is being paid. Label says what the amount is where no heading does.
type Summary struct {
	Label, Amount string
	Long          bool   // the amount needs a smaller font to stay in one line
	Count         string // "3 items"
	Open          bool   // lines are shown without a click
	Lines         []Line
	More          string // "and 7 more items"; empty when all are shown
	Totals        []Total
	Phone         *Phone
}

// Line is one line of the purchase. Quantity is empty for one piece.
type Line struct{ Quantity, Name, Amount string }

// Total is a row under the lines.
type Total struct{ Label, Amount string }

// Phone brings the page from a desk to a phone, by a QR code of its address.
type Phone struct {
	Label, Text string
	Image       Address
}

func (t builder) summary() Summary {
	p := t.page.Purchase
	s := Summary{Label: t.Text("summary.amount"), Amount: t.amount}
	s.Long = utf8.RuneCountInString(s.Amount) > wideAmount
	if t.page.Session.Options.HideSubtotal || len(p.Lines) == 0 {
		return s
	}
	s.Count = t.Count("summary.lines", len(p.Lines))
	s.Open = len(p.Lines) <= openLines
	for i, line := range p.Lines {
		if i == maxLines {
			s.More = t.Count("summary.more", len(p.Lines)-i)
			break
		}
		s.Lines = append(s.Lines, t.line(line))
	}
	if p.Tax != 0 {
		s.Totals = append(s.Totals, Total{t.Text("summary.tax"), t.Money(p.Tax, p.Currency)})
	}
	s.Totals = append(s.Totals, Total{t.Text("summary.total"), t.amount})
	return s
}

// closedSummary is the summary on screens that ask for something else first.
func (t builder) closedSummary() Summary {
	s := t.summary()
	s.Open = false
	return s
}

func (t builder) line(l hpp.Line) Line {
	line := Line{Name: shorten(l.Name, 120), Amount: t.Money(l.Total, t.page.Purchase.Currency)}
	if l.Quantity > 1 {
		line.Quantity = strconv.FormatInt(l.Quantity, 10)
		if unit := shorten(l.Unit, 12); unit != "" {
			line.Quantity += "\u00a0" + unit
		}
	}
	return line
}

func (t builder) phone() *Phone {
	return &Phone{Label: t.Text("summary.phone"), Text: t.Text("summary.scan"), Image: t.site.at("/code")}
}
