package purchase

import (
	"fmt"
	"math"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

// LineTypes are the published kinds of line (docs/spec/provider.md A.3.4).
var LineTypes = []string{
	"physical", "discount", "shipping_fee", "sales_tax", "digital", "gift_card", "store_credit", "surcharge",
}

// salesTax is the line that carries the whole tax of a cart in the United States.
const salesTax = "sales_tax"

// maxTaxRate is 100 %, in percent times 100.
const maxTaxRate = 10_000

func (p *parser) lineForms() {
	p.out.OrderLines = make([]OrderLine, len(p.lines))
	for i, o := range p.lines {
		p.out.OrderLines[i] = line(o)
	}
}

func line(o jsonfields.Object) OrderLine {
	l := OrderLine{
		Type:                o.OneOf("type", LineTypes...),
		Reference:           o.Text("reference", 255),
		Name:                o.Required("name", 255),
		Quantity:            quantity(o),
		QuantityUnit:        o.Text("quantity_unit", 8),
		UnitPrice:           o.Amount("unit_price", math.MinInt64, MaxAmount),
		TaxRate:             o.Integer("tax_rate", 0, maxTaxRate),
		TotalAmount:         o.Amount("total_amount", math.MinInt64, MaxAmount),
		TotalDiscountAmount: o.Integer("total_discount_amount", 0, math.MaxInt64),
		TotalTaxAmount:      o.Integer("total_tax_amount", math.MinInt64, math.MaxInt64),
		ImageUrl:            o.Text("image_url", 1024),
		ProductUrl:          o.Text("product_url", 1024),
		MerchantData:        o.Note("merchant_data", 1024),
		ProductIdentifiers:  ReadIdentifiers(o.Child("product_identifiers")),
	}
	if l.Type == "" {
		l.Type = "physical"
	}
	if o.HasChild("subscription") {
		l.Subscription = ReadSubscription(o.Child("subscription"))
	}
	return l
}

// quantity: a fraction is published as a fault of the line's total.
func quantity(o jsonfields.Object) int64 {
	if o.Fraction("quantity") {
		o.Wrong("total_amount", "cannot be judged: quantity must be an integer, is "+fmt.Sprint(o.Tree["quantity"]))
		return 0
	}
	return o.Amount("quantity", 0, math.MaxInt64)
}

// ReadIdentifiers reads what a line says of its product.
func ReadIdentifiers(o jsonfields.Object) ProductIdentifiers {
	return ProductIdentifiers{
		Brand:                  o.Text("brand", 70),
		CategoryPath:           o.Text("category_path", 750),
		GlobalTradeItemNumber:  o.Text("global_trade_item_number", 50),
		ManufacturerPartNumber: o.Text("manufacturer_part_number", 70),
		Color:                  o.Text("color", 64),
		Size:                   o.Text("size", 64),
	}
}

// ReadSubscription reads how often a line is bought again.
func ReadSubscription(o jsonfields.Object) Subscription {
	s := Subscription{
		Name:          o.Required("name", 255),
		IntervalCount: o.Amount("interval_count", 1, math.MaxInt32),
		Interval:      o.OneOf("interval", "DAY", "WEEK", "MONTH", "YEAR"),
	}
	if !o.Has("interval") {
		o.Missing("interval", "DAY, WEEK, MONTH or YEAR")
	}
	return s
}
