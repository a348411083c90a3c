package order

import (
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/playground/purchase"

	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Limits of a capture's lists (provider.md C.2.5).
const maxShipments = 500

var shippingMethod = regexp.MustCompile(`^(PickUpStore|Home|BoxReg|BoxUnreg|PickUpPoint|Own|Postal|DHLPackstation|` +
	`Digital|Undefined|PickUpWarehouse|ClickCollect|PalletDelivery)$`)

// NewCapture is a request to take money of an order. Amount is minor units.
type NewCapture struct {
	Amount      int64
	Description string
	Reference   string
	Lines       []payments.OrderLine
	Shipping    []ordermanagement.ShippingInfo
}

// ParseCapture reads a capture from a JSON tree. Errors are *Limit. Sums of
// lines are not compared with the amount: nothing published says they are.
func ParseCapture(tree map[string]any) (NewCapture, error) {
	found := &member.Faults{}
	o := member.Object{Tree: tree, Faults: found}
	c := NewCapture{
		Amount:      o.Amount("captured_amount", 1, purchase.MaxAmount),
		Description: o.Note("description", 255),
		Reference:   o.Text("reference", 255),
	}
	o.Integer("shipping_delay", 0, math.MaxInt64)
	if o.Has("order_lines") {
		for _, element := range o.Elements("order_lines", 0, purchase.MaxLines) {
			c.Lines = append(c.Lines, orderLine(element))
		}
	}
	if o.Has("shipping_info") {
		for _, element := range o.Elements("shipping_info", 0, maxShipments) {
			c.Shipping = append(c.Shipping, shipment(element))
		}
	}
	if err := found.Err(); err != nil {
		return NewCapture{}, &Limit{Messages: limitMessages(err, o)}
	}
	return c, nil
}

// orderLine is a line as Order Management takes it: an empty name, longer
// units and returns are fine there (provider.md C.2.2).
func orderLine(o member.Object) payments.OrderLine {
	l := payments.OrderLine{
		Type:                o.OneOf("type", append([]string{"return_fee"}, purchase.LineTypes...)...),
		Reference:           o.Text("reference", 255),
		Name:                o.Text("name", 255),
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
	}
	if !o.Has("name") {
		o.Wrong("name")
	}
	if l.Type == "" {
		l.Type = "physical"
	}
	return l
}

func shipment(o member.Object) ordermanagement.ShippingInfo {
	return ordermanagement.ShippingInfo{
		ShippingCompany:       o.Text("shipping_company", 100),
		ShippingMethod:        o.Matching("shipping_method", shippingMethod),
		TrackingNumber:        o.Text("tracking_number", 100),
		TrackingUri:           o.Text("tracking_uri", 1024),
		ReturnShippingCompany: o.Text("return_shipping_company", 100),
		ReturnTrackingNumber:  o.Text("return_tracking_number", 100),
		ReturnTrackingUri:     o.Text("return_tracking_uri", 1024),
	}
}

// Limit is a fault in the words of Order Management (provider.md C.5), one
// message a member.
type Limit struct {
	Messages []string
}

func (l *Limit) Error() string { return strings.Join(l.Messages, "; ") }

// sizes are the published lengths, by the last name of a member.
var sizes = map[string]int{
	"description": 255, "reference": 255, "name": 255, "quantity_unit": 10, "merchant_data": 1024,
	"shipping_company": 100, "return_shipping_company": 100, "tracking_number": 100, "return_tracking_number": 100,
	"tracking_uri": 1024, "return_tracking_uri": 1024, "image_url": 1024, "product_url": 1024,
	"order_lines": purchase.MaxLines, "shipping_info": maxShipments,
}

var index = regexp.MustCompile(`\[[0-9]+\]`)

func limitMessages(err error, root member.Object) []string {
	fault, ok := errors.AsType[*member.Fault](err)
	if !ok {
		return []string{err.Error()}
	}
	messages := make([]string, len(fault.Fields))
	for i, field := range fault.Fields {
		messages[i] = limitMessage(field, root)
	}
	return messages
}

func limitMessage(field string, root member.Object) string {
	path := strings.ReplaceAll(index.ReplaceAllString(field, ""), ".", "/")
	last := path[strings.LastIndex(path, "/")+1:]
	size, sized := sizes[last]
	switch {
	case field == "captured_amount" && root.Has(field):
		return fmt.Sprintf("The captured_amount value must be an integer between 1 and %d", purchase.MaxAmount)
	case field == "captured_amount", !present(root.Tree, field):
		return "'" + strings.ReplaceAll(path, "/", ".") + "' may not be null"
	case sized:
		return fmt.Sprintf("The size of the %s value must be between 0 and %d", path, size)
	default:
		return "The " + path + " value is not valid"
	}
}

// present walks a dotted path with indexes, such as order_lines[1].name.
func present(tree map[string]any, field string) bool {
	var at any = tree
	for _, step := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch node := at.(type) {
		case map[string]any:
			next, ok := node[step]
			if !ok {
				return false
			}
			at = next
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(node) {
				return false
			}
			at = node[i]
		default:
			return false
		}
	}
	return true
}
