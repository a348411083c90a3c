package order_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// decode reads JSON into the normal form that requests are parsed from.
func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return tree
}

func TestCaptureLimits(t *testing.T) {
	long := strings.Repeat("x", 256)
	for body, want := range map[string]string{
		`{}`:                                                 "'captured_amount' must not be null",
		`{"captured_amount":0}`:                              "",
		`{"captured_amount":-5}`:                             "The captured_amount value must be an integer between 0 and 200000000",
		`{"captured_amount":200000001}`:                      "The captured_amount value must be an integer between 0 and 200000000",
		`{"captured_amount":"much"}`:                         "The captured_amount value must be an integer between 0 and 200000000",
		`{"captured_amount":1.5}`:                            "The captured_amount value must be an integer between 0 and 200000000",
		`{"captured_amount":"500"}`:                          "",
		`{"captured_amount":200000000}`:                      "",
		`{"captured_amount":1,"x":true}`:                     "",
		`{"captured_amount":1,"description":"` + long + `"}`: "The size of the description value must be between 0 and 255",
		`{"captured_amount":1,"reference":"` + long + `"}`:   "The size of the reference value must be between 0 and 255",
		`{"captured_amount":1,"shipping_delay":-1}`:          "The shipping_delay value must be an integer from 0 (shipping_delay is -1)",
		`{"captured_amount":1,"shipping_info":{}}`:           "The shipping_info value must be an array (shipping_info is an object)",
		`{"captured_amount":1,"shipping_info":[{"shipping_company":"` + long + `"}]}`:                                 "The size of the shipping_info/shipping_company value must be between 0 and 100",
		`{"captured_amount":1,"shipping_info":[{"shipping_method":"Pigeon"}]}`:                                        "The shipping_info/shipping_method value is not valid",
		`{"captured_amount":1,"order_lines":[{}]}`:                                                                    "'order_lines.name' must not be null (order_lines[0].name, a string of at most 255 characters); 'order_lines.quantity' must not be null (order_lines[0].quantity, an integer from 0); 'order_lines.unit_price' must not be null",
		`{"captured_amount":1,"order_lines":[{"name":"","quantity":1,"unit_price":1,"total_amount":1}]}`:              "",
		`{"captured_amount":1,"order_lines":[{"name":"","quantity":1,"unit_price":1,"total_amount":1,"type":"odd"}]}`: "The order_lines/type value is not valid",
	} {
		_, err := order.ParseCapture(decode(t, body))
		got := ""
		if err != nil {
			got = err.Error()
		}
		// The published words begin the message; what would be right follows.
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", body, got, want)
		}
	}
}

func TestCapture(t *testing.T) {
	got, err := order.ParseCapture(decode(t, `{"captured_amount":500,"description":"Sent","reference":"R1",
		"order_lines":[{"type":"return_fee","name":"Back","quantity":1,"quantity_unit":"packages","unit_price":-5,"total_amount":-5}],
		"shipping_info":[{"shipping_company":"DHL SE","shipping_method":"Home","tracking_number":"1"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := order.NewCapture{
		Amount: 500, Description: "Sent", Reference: "R1",
		Lines:    []purchase.OrderLine{{Type: "return_fee", Name: "Back", Quantity: 1, QuantityUnit: "packages", UnitPrice: -5, TotalAmount: -5}},
		Shipping: []order.Shipment{{ShippingCompany: "DHL SE", ShippingMethod: "Home", TrackingNumber: "1"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// decoders are all readers of requests; each reports the amount it took.
var decoders = []func(map[string]any) (amount int64, err error){
	func(tree map[string]any) (int64, error) {
		c, err := order.ParseCapture(tree)
		return c.Amount, err
	},
	func(tree map[string]any) (int64, error) {
		r, err := order.ParseRefund(tree)
		return r.Amount, err
	},
	func(tree map[string]any) (int64, error) {
		a, err := order.ParseAmendment(tree)
		return a.Amount, err
	},
	func(tree map[string]any) (int64, error) { _, err := order.ParseReferences(tree); return 0, err },
	func(tree map[string]any) (int64, error) { _, err := order.ParseShipping(tree); return 0, err },
	func(tree map[string]any) (int64, error) { _, err := order.ParseCustomer(tree); return 0, err },
	func(tree map[string]any) (int64, error) {
		days, err := order.ParseDueDate(tree)
		return int64(days), err
	},
}

func FuzzRequests(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"captured_amount":1}`, `{"captured_amount":1,"order_lines":[{"name":1}],"shipping_info":[{"tracking_uri":0}]}`,
		`{"refunded_amount":1,"order_lines":[{"type":"return_fee"}]}`, `{"order_amount":0}`, `{"merchant_reference1":null}`,
		`{"shipping_address":{"country":"SE"},"billing_address":1}`, `{"number_of_days":14}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tree map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if decoder.Decode(&tree) != nil || tree == nil {
			t.Skip("no JSON object")
		}
		for i, decode := range decoders {
			amount, err := decode(tree)
			if amount < 0 || i < 3 && amount > purchase.MaxAmount {
				t.Fatalf("decoder %d took %d", i, amount)
			}
			if err != nil && err.Error() == "" {
				t.Fatalf("decoder %d: a limit that says nothing", i)
			}
		}
	})
}
