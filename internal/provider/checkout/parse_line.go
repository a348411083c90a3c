package checkout

import (
	"math"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

func (p *parser) lineForms() {
	p.out.OrderLines = make([]OrderLine, len(p.lines))
	for i, o := range p.lines {
		p.out.OrderLines[i] = line(o)
	}
}

// line is a cart's line; unlike in Payments its tax must be there.
func line(o jsonfields.Object) OrderLine {
	l := OrderLine{
		Type:                o.OneOf("type", purchase.LineTypes...),
		Reference:           o.Text("reference", 255),
		Name:                o.Required("name", 255),
		Quantity:            o.Amount("quantity", 0, math.MaxInt64),
		QuantityUnit:        o.Text("quantity_unit", 8),
		UnitPrice:           o.Amount("unit_price", math.MinInt64, maxAmount),
		TaxRate:             o.Amount("tax_rate", 0, maxTaxRate),
		TotalAmount:         o.Amount("total_amount", math.MinInt64, maxAmount),
		TotalDiscountAmount: o.IntegerSent("total_discount_amount", 0, math.MaxInt64),
		TotalTaxAmount:      o.Amount("total_tax_amount", math.MinInt64, math.MaxInt64),
		MerchantData:        o.Note("merchant_data", 1024),
		ProductUrl:          o.Text("product_url", 1024),
		ImageUrl:            o.Text("image_url", 1024),
		ProductIdentifiers:  o.Child("product_identifiers").Tree,
		ShippingAttributes:  o.Child("shipping_attributes").Tree,
		Subscription:        o.Child("subscription").Tree,
	}
	return l
}

// deliveries reads what a payer may choose from, and what is chosen.
func (p *parser) deliveries() {
	if p.root.Has("shipping_options") {
		p.out.ShippingOptions = []ShippingOption{}
		for _, o := range p.root.Elements("shipping_options", 0, maxList) {
			p.out.ShippingOptions = append(p.out.ShippingOptions, shippingOption(o))
		}
	}
	if p.root.HasChild("selected_shipping_option") {
		p.out.SelectedShippingOption = shippingOption(p.root.Child("selected_shipping_option"))
	}
	if p.root.Faults.Err() != nil {
		return
	}
	if settle(&p.out); p.out.OrderAmount < 0 {
		p.root.Wrong("shipping_options", "must not make order_amount negative")
	}
}

func shippingOption(o jsonfields.Object) ShippingOption {
	option := ShippingOption{
		Id:              o.Required("id", 255),
		Name:            o.Required("name", 255),
		Description:     o.Note("description", maxText),
		Promo:           o.Note("promo", maxText),
		Price:           o.Amount("price", -maxAmount, maxAmount),
		TaxAmount:       o.Amount("tax_amount", -maxAmount, maxAmount),
		TaxRate:         o.Amount("tax_rate", 0, maxTaxRate),
		Preselected:     o.TruthSent("preselected"),
		ShippingMethod:  o.Text("shipping_method", 255),
		TmsReference:    o.Text("tms_reference", 255),
		DeliveryDetails: o.Child("delivery_details").Tree,
		SelectedAddons:  objects(o, "selected_addons"),
	}
	// Chosen, it becomes a line, which must fit too.
	if o.Valid("price", "tax_amount", "tax_rate") {
		if reason := purchase.TaxFault(purchase.OrderLine{TotalAmount: option.Price, TaxRate: option.TaxRate, TotalTaxAmount: option.TaxAmount}); reason != "" {
			o.Wrong("tax_amount", reason)
		}
	}
	return option
}

// objects keeps a list of objects as it was sent.
func objects(o jsonfields.Object, name string) []map[string]any {
	if !o.Has(name) {
		return nil
	}
	list := []map[string]any{}
	for _, element := range o.Elements(name, 0, maxList) {
		list = append(list, element.Tree)
	}
	return list
}

// stringList keeps a list of strings.
func stringList(o jsonfields.Object, name string) []string { return o.Strings(name, maxList) }
