package order

import (
	"math"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Limits of the lists (docs/spec/provider.md C.2.5).
const maxShipments = 500

// reading reads one request; its errors are *Limit.
type reading struct{ jsonfields.Object }

func read(tree map[string]any) reading {
	return reading{jsonfields.Read(tree)}
}

func (r reading) err() error {
	if err := r.Faults.Err(); err != nil {
		return &Limit{Messages: limitMessages(err)}
	}
	return nil
}

func (r reading) lines() []purchase.OrderLine {
	if !r.Has("order_lines") {
		return nil
	}
	var lines []purchase.OrderLine
	for _, element := range r.Elements("order_lines", 0, purchase.MaxLines) {
		lines = append(lines, orderLine(element))
	}
	return lines
}

func (r reading) shipping(least int) []Shipment {
	if least == 0 && !r.Has("shipping_info") {
		return nil
	}
	var list []Shipment
	for _, element := range r.Elements("shipping_info", least, maxShipments) {
		list = append(list, shipment(element))
	}
	return list
}

// NewCapture is a request to take money of an order. Amount is minor units.
type NewCapture struct {
	Amount      int64
	Description string
	Reference   string
	Lines       []purchase.OrderLine
	Shipping    []Shipment
}

// ParseCapture reads a capture. Sums of lines are not compared with the
// amount: nothing published says they are.
func ParseCapture(tree map[string]any) (NewCapture, error) {
	r := read(tree)
	c := NewCapture{
		Amount:      r.Amount("captured_amount", 0, purchase.MaxAmount),
		Description: r.Note("description", 255),
		Reference:   r.Text("reference", 255),
	}
	r.Integer("shipping_delay", 0, math.MaxInt64)
	c.Lines, c.Shipping = r.lines(), r.shipping(0)
	if err := r.err(); err != nil {
		return NewCapture{}, err
	}
	return c, nil
}

// ParseRefund reads a refund, still without id and time.
func ParseRefund(tree map[string]any) (Refund, error) {
	r := read(tree)
	refund := Refund{
		Amount:      r.Amount("refunded_amount", 1, purchase.MaxAmount),
		Description: r.Note("description", 255),
		Reference:   r.Text("reference", 255),
		Lines:       r.lines(),
	}
	if err := r.err(); err != nil {
		return Refund{}, err
	}
	return refund, nil
}

// ParseAmendment reads a new total.
func ParseAmendment(tree map[string]any) (Amendment, error) {
	r := read(tree)
	a := Amendment{Amount: r.Amount("order_amount", 0, purchase.MaxAmount), Lines: r.lines()}
	r.Note("description", 255)
	if err := r.err(); err != nil {
		return Amendment{}, err
	}
	return a, nil
}

// ParseReferences reads the references that are sent; "" clears one.
func ParseReferences(tree map[string]any) (References, error) {
	r := read(tree)
	var references References
	for _, member := range []struct {
		name string
		to   **string
	}{{"merchant_reference1", &references.First}, {"merchant_reference2", &references.Second}} {
		if text := r.Text(member.name, 255); r.Has(member.name) {
			*member.to = &text
		}
	}
	if err := r.err(); err != nil {
		return References{}, err
	}
	return references, nil
}

// ParseShipping reads shipping info to add.
func ParseShipping(tree map[string]any) ([]Shipment, error) {
	r := read(tree)
	list := r.shipping(1)
	return list, r.err()
}

// ParseDueDate reads by how many days a due date is put off.
func ParseDueDate(tree map[string]any) (int32, error) {
	r := read(tree)
	days := r.Amount("number_of_days", 1, math.MaxInt32)
	return int32(days), r.err()
}
