package purchase

import (
	"math"

	"github.com/openhpp/openhpp/internal/wire/payments"
)

// LineTypes are the published kinds of line (provider.md A.3.4).
var LineTypes = []string{
	"physical", "discount", "shipping_fee", "sales_tax", "digital", "gift_card", "store_credit", "surcharge",
}

// salesTax is the line that carries the whole tax of a cart in the United States.
const salesTax = "sales_tax"

// maxTaxRate is 100 %, in percent times 100.
const maxTaxRate = 10_000

func (p *parser) lineForms() {
	p.out.OrderLines = make([]payments.OrderLine, len(p.lines))
	for i, o := range p.lines {
		p.out.OrderLines[i] = line(o)
	}
}

func line(o object) payments.OrderLine {
	l := payments.OrderLine{
		Type:                o.oneOf("type", LineTypes...),
		Reference:           o.text("reference", 255),
		Name:                o.required("name", 255),
		Quantity:            quantity(o),
		QuantityUnit:        o.text("quantity_unit", 8),
		UnitPrice:           o.amount("unit_price", math.MinInt64, MaxAmount),
		TaxRate:             o.integer("tax_rate", 0, maxTaxRate),
		TotalAmount:         o.amount("total_amount", math.MinInt64, MaxAmount),
		TotalDiscountAmount: o.integer("total_discount_amount", 0, math.MaxInt64),
		TotalTaxAmount:      o.integer("total_tax_amount", math.MinInt64, math.MaxInt64),
		ImageUrl:            o.text("image_url", 1024),
		ProductUrl:          o.text("product_url", 1024),
		MerchantData:        o.note("merchant_data", 1024),
		ProductIdentifiers:  identifiers(o.child("product_identifiers")),
	}
	if l.Type == "" {
		l.Type = "physical"
	}
	if o.has("subscription") {
		l.Subscription = subscription(o.child("subscription"))
	}
	return l
}

// quantity: a fraction is published as a fault of the line's total.
func quantity(o object) int64 {
	if o.fraction("quantity") {
		o.wrong("total_amount")
		return 0
	}
	return o.amount("quantity", 0, math.MaxInt64)
}

func identifiers(o object) payments.ProductIdentifiers {
	return payments.ProductIdentifiers{
		Brand:                  o.text("brand", 70),
		CategoryPath:           o.text("category_path", 750),
		GlobalTradeItemNumber:  o.text("global_trade_item_number", 50),
		ManufacturerPartNumber: o.text("manufacturer_part_number", 70),
		Color:                  o.text("color", 64),
		Size:                   o.text("size", 64),
	}
}

func subscription(o object) payments.Subscription {
	s := payments.Subscription{
		Name:          o.required("name", 255),
		Interval:      o.oneOf("interval", "DAY", "WEEK", "MONTH", "YEAR"),
		IntervalCount: o.amount("interval_count", 1, math.MaxInt32),
	}
	if !o.has("interval") {
		o.wrong("interval")
	}
	return s
}
