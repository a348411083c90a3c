package order

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/playground/purchase"
)

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
	"merchant_reference1": 255, "merchant_reference2": 255,
	"given_name": 100, "family_name": 100, "title": 20, "email": 100, "phone": 100, "street_address": 100, "street_address2": 100,
	"postal_code": 10, "city": 200, "region": 200, "country": 2, "organization_name": 255, "attention": 255,
}

// lows are the least values of the amounts that requests are about.
var lows = map[string]int{"captured_amount": 1, "refunded_amount": 1, "order_amount": 0}

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
	low, ranged := lows[field]
	switch {
	case ranged && present(root.Tree, field):
		return fmt.Sprintf("The %s value must be an integer between %d and %d", path, low, purchase.MaxAmount)
	case !present(root.Tree, field):
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

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
