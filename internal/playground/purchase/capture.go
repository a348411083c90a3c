package purchase

import (
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
	found := &faults{}
	o := object{tree: tree, faults: found}
	c := NewCapture{
		Amount:      o.amount("captured_amount", 1, MaxAmount),
		Description: o.note("description", 255),
		Reference:   o.text("reference", 255),
	}
	o.integer("shipping_delay", 0, math.MaxInt64)
	if o.has("order_lines") {
		for _, element := range o.elements("order_lines", 0, maxLines) {
			c.Lines = append(c.Lines, orderLine(element))
		}
	}
	if o.has("shipping_info") {
		for _, element := range o.elements("shipping_info", 0, maxShipments) {
			c.Shipping = append(c.Shipping, shipment(element))
		}
	}
	if err := found.err(); err != nil {
		return NewCapture{}, &Limit{Messages: limitMessages(err, o)}
	}
	return c, nil
}

// orderLine is a line as Order Management takes it: an empty name, longer
// units and returns are fine there (provider.md C.2.2).
func orderLine(o object) payments.OrderLine {
	l := payments.OrderLine{
		Type:                o.oneOf("type", append([]string{"return_fee"}, LineTypes...)...),
		Reference:           o.text("reference", 255),
		Name:                o.text("name", 255),
		Quantity:            o.amount("quantity", 0, math.MaxInt64),
		QuantityUnit:        o.text("quantity_unit", 10),
		UnitPrice:           o.amount("unit_price", math.MinInt64, MaxAmount),
		TaxRate:             o.integer("tax_rate", 0, math.MaxInt32),
		TotalAmount:         o.amount("total_amount", math.MinInt64, MaxAmount),
		TotalDiscountAmount: o.integer("total_discount_amount", 0, MaxAmount),
		TotalTaxAmount:      o.integer("total_tax_amount", math.MinInt64, MaxAmount),
		ImageUrl:            o.text("image_url", 1024),
		ProductUrl:          o.text("product_url", 1024),
		MerchantData:        o.note("merchant_data", 1024),
	}
	if !o.has("name") {
		o.wrong("name")
	}
	if l.Type == "" {
		l.Type = "physical"
	}
	return l
}

func shipment(o object) ordermanagement.ShippingInfo {
	return ordermanagement.ShippingInfo{
		ShippingCompany:       o.text("shipping_company", 100),
		ShippingMethod:        o.matching("shipping_method", shippingMethod),
		TrackingNumber:        o.text("tracking_number", 100),
		TrackingUri:           o.text("tracking_uri", 1024),
		ReturnShippingCompany: o.text("return_shipping_company", 100),
		ReturnTrackingNumber:  o.text("return_tracking_number", 100),
		ReturnTrackingUri:     o.text("return_tracking_uri", 1024),
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
	"order_lines": maxLines, "shipping_info": maxShipments,
}

var index = regexp.MustCompile(`\[[0-9]+\]`)

func limitMessages(err error, root object) []string {
	fault, ok := errors.AsType[*Fault](err)
	if !ok {
		return []string{err.Error()}
	}
	messages := make([]string, len(fault.Fields))
	for i, field := range fault.Fields {
		messages[i] = limitMessage(field, root)
	}
	return messages
}

func limitMessage(field string, root object) string {
	path := strings.ReplaceAll(index.ReplaceAllString(field, ""), ".", "/")
	last := path[strings.LastIndex(path, "/")+1:]
	size, sized := sizes[last]
	switch {
	case field == "captured_amount" && root.has(field):
		return fmt.Sprintf("The captured_amount value must be an integer between 1 and %d", MaxAmount)
	case field == "captured_amount", !present(root.tree, field):
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
