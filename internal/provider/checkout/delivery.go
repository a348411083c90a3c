package checkout

import (
	"reflect"
	"slices"
)

const shippingFee = "shipping_fee"

// settle makes the selected delivery one of those on offer: the one selected
// so far, else the preselected one, and puts its price into the cart.
func settle(p *Purchase) {
	if len(p.ShippingOptions) == 0 {
		return
	}
	selected := p.SelectedShippingOption.Id
	at := slices.IndexFunc(p.ShippingOptions, func(o ShippingOption) bool { return o.Id == selected })
	if at < 0 {
		at = slices.IndexFunc(p.ShippingOptions, func(o ShippingOption) bool { return orZero(o.Preselected) })
	}
	if at >= 0 {
		deliver(p, p.ShippingOptions[at])
		return
	}
	if !unselected(*p) {
		removeFees(p)
		p.SelectedShippingOption = ShippingOption{}
	}
}

func unselected(p Purchase) bool {
	return reflect.DeepEqual(p.SelectedShippingOption, ShippingOption{})
}

// deliver replaces the cart's shipping fee by an option's price; amount and
// tax follow.
func deliver(p *Purchase, o ShippingOption) {
	removeFees(p)
	p.SelectedShippingOption = o
	p.OrderLines = append(p.OrderLines, OrderLine{
		Type: shippingFee, Reference: o.Id, Name: o.Name, Quantity: 1, UnitPrice: o.Price,
		TaxRate: o.TaxRate, TotalAmount: o.Price, TotalTaxAmount: o.TaxAmount,
	})
	p.OrderAmount += o.Price
	p.OrderTaxAmount += o.TaxAmount
}

func removeFees(p *Purchase) {
	var rest []OrderLine
	for _, l := range p.OrderLines {
		if l.Type != shippingFee {
			rest = append(rest, l)
			continue
		}
		p.OrderAmount -= l.TotalAmount
		p.OrderTaxAmount -= l.TotalTaxAmount
	}
	p.OrderTaxAmount = max(p.OrderTaxAmount, 0) // a tolerance may have been used up by the line
	p.OrderLines = rest
}

// option finds a delivery on offer.
func option(p Purchase, id string) (ShippingOption, bool) {
	for _, o := range p.ShippingOptions {
		if o.Id == id {
			return o, true
		}
	}
	return ShippingOption{}, false
}
