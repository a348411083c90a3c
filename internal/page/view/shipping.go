package view

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Shipping is the choice of a shipping option in a Checkout order.
type Shipping struct {
	Legend  string
	Options []ShippingOption
	// Known says that the total on the page includes the one option shown, so
	// that the button may name it. Change leads back to all options.
	Known  bool
	Change *Link
}

// ShippingOption is one radio button.
type ShippingOption struct {
	Value       string // the merchant's id
	Name        string
	Description string
	Price       string
	Selected    bool
}

// shipping is the choice; nil when there is none. Without a script the button cannot
// follow a choice: once the payer has seen the total of one option, only that one
// is shown.
func (t builder) shipping(known bool) *Shipping {
	options := t.page.Deliveries
	if len(options) == 0 {
		return nil
	}
	d := Shipping{Legend: t.Text("delivery.legend"), Known: len(options) == 1}
	if i := slices.IndexFunc(options, func(option hpp.Delivery) bool { return option.Selected }); known && i >= 0 && len(options) > 1 {
		d.Known, options = true, options[i:i+1]
		d.Change = &Link{To: t.site.at(""), Text: t.Text("delivery.change")}
	}
	for _, option := range options {
		price := t.Text("delivery.free")
		if option.Price != 0 {
			price = t.Money(option.Price, t.page.Purchase.Currency)
		}
		d.Options = append(d.Options, ShippingOption{
			Value: option.ID, Name: shorten(option.Name, 80), Description: shorten(option.Description, 160),
			Price: price, Selected: option.Selected,
		})
	}
	return &d
}

// selectShipping marks the option that the payer has chosen, if it is still offered.
func selectShipping(options []hpp.Delivery, id string) []hpp.Delivery {
	if !slices.ContainsFunc(options, func(d hpp.Delivery) bool { return d.ID == id }) {
		return options
	}
	options = slices.Clone(options)
	for i := range options {
		options[i].Selected = options[i].ID == id
	}
	return options
}

// changedText says why the amount differs from the one on the pressed button.
func (t builder) changedText() string {
	if t.page.Session.Payment.Kind == hpp.KindCheckout {
		return t.purchaseText("pay.revised")
	}
	return t.Text("pay.changed")
}
