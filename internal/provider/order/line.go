package order

import (
	"math"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// orderLine is a line as Order Management takes it: an empty name, longer
// units and returns are fine there (docs/spec/provider.md C.2.2).
func orderLine(o jsonfields.Object) purchase.OrderLine {
	if !o.Has("name") {
		o.Missing("name", "a string of at most 255 characters")
	}
	l := purchase.OrderLine{
		Name:                o.Text("name", 255),
		Type:                o.OneOf("type", append([]string{"return_fee"}, purchase.LineTypes...)...),
		Reference:           o.Text("reference", 255),
		Quantity:            o.Amount("quantity", 0, math.MaxInt64),
		QuantityUnit:        o.Text("quantity_unit", 10),
		UnitPrice:           o.Amount("unit_price", math.MinInt64, purchase.MaxAmount),
		TaxRate:             o.Integer("tax_rate", 0, math.MaxInt32),
		TotalAmount:         o.Amount("total_amount", math.MinInt64, purchase.MaxAmount),
		TotalDiscountAmount: o.Integer("total_discount_amount", 0, purchase.MaxAmount),
		TotalTaxAmount:      o.Integer("total_tax_amount", math.MinInt64, purchase.MaxAmount),
		ImageUrl:            o.Text("image_url", 1024),
		ProductUrl:          o.Text("product_url", 1024),
		MerchantData:        o.Note("merchant_data", 1024),
		ProductIdentifiers:  purchase.ReadIdentifiers(o.Child("product_identifiers")),
	}
	if o.HasChild("subscription") {
		l.Subscription = purchase.ReadSubscription(o.Child("subscription"))
	}
	if l.Type == "" {
		l.Type = "physical"
	}
	return l
}

var shippingMethods = []string{
	"PickUpStore", "Home", "BoxReg", "BoxUnreg", "PickUpPoint", "Own", "Postal", "DHLPackstation",
	"Digital", "Undefined", "PickUpWarehouse", "ClickCollect", "PalletDelivery",
}

func shipment(o jsonfields.Object) Shipment {
	return Shipment{
		ShippingCompany:       o.Text("shipping_company", 100),
		ShippingMethod:        o.OneOf("shipping_method", shippingMethods...),
		TrackingNumber:        o.Text("tracking_number", 100),
		TrackingUri:           o.Text("tracking_uri", 1024),
		ReturnShippingCompany: o.Text("return_shipping_company", 100),
		ReturnTrackingNumber:  o.Text("return_tracking_number", 100),
		ReturnTrackingUri:     o.Text("return_tracking_uri", 1024),
	}
}
