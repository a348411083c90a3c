package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Shipping info is appended, to the order or to one capture.
func TestShippingInfo(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	first, second := tree{"shipping_company": "DHL SE", "shipping_method": "Home", "tracking_number": "1"}, tree{"tracking_uri": "https://x.test/2"}
	id := p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 5, "shipping_info": []any{first}}).header.Get("Capture-Id")
	for _, operation := range []string{"shipping-info", "captures/" + id + "/shipping-info"} {
		for _, parcel := range []tree{first, second} {
			if got := p.manage(order, "POST", operation, tree{"shipping_info": []any{parcel}}); got != "204" {
				t.Fatalf("%s: %s", operation, got)
			}
		}
	}
	o := p.read(order)
	if diff := cmp.Diff([]any{first, second}, o["shipping_info"]); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{first, first, second}, o["captures"].([]any)[0].(tree)["shipping_info"]); diff != "" {
		t.Errorf("capture (-want +got):\n%s", diff)
	}
	const sizes = "422 UNPROCESSABLE_ENTITY: The size of the shipping_info"
	for body, want := range map[string]string{
		`{}`:                   "422 UNPROCESSABLE_ENTITY: 'shipping_info' must not be null",
		`{"shipping_info":[]}`: sizes + " value must be between 1 and 500",
		`{"shipping_info":[{"shipping_company":"` + strings.Repeat("x", 101) + `"}]}`: sizes + "/shipping_company value must be between 0 and 100",
		`{"shipping_info":["x"]}`:                          "422 UNPROCESSABLE_ENTITY: The shipping_info value must be an array of objects",
		`{"shipping_info":[{"shipping_method":"Pigeon"}]}`: "422 UNPROCESSABLE_ENTITY: The shipping_info/shipping_method value is not valid",
	} {
		if got := p.manage(order, "POST", "shipping-info", body); !begins(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
	parcel := tree{"shipping_info": []any{first}}
	if got := p.manage(order, "POST", "captures/none/shipping-info", parcel); got != "404 NO_SUCH_CAPTURE: Capture could not be found. Shipping info cannot be added to capture none" {
		t.Error(got)
	}
	if got := p.manage(p.order(), "POST", "captures/none/shipping-info", parcel); got != "403 NOT_ALLOWED: Order has no captures. Shipping info cannot be added to capture none" {
		t.Error(got)
	}
}

func TestSendOut(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	if got := p.manage(order, "POST", "captures/none/trigger-send-out", nil); got != "403 NOT_ALLOWED: Order has no captures. Communication cannot be sent." {
		t.Error(got)
	}
	if got := p.manage(order, "POST", "captures/"+p.capture(order, 1)+"/trigger-send-out", nil); got != "204" {
		t.Error(got)
	}
}

func TestDueDate(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	capture := "captures/" + p.capture(order, 1)
	options := func(order, capture string) (o tree) {
		p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+order+"/"+capture+"/extend-due-date-options", nil).into(t, &o)
		return o
	}
	want := tree{"currency": "SEK", "options": []any{tree{"number_of_days": 14.0, "amount": 2900.0}, tree{"number_of_days": 30.0, "amount": 4900.0}}}
	if diff := cmp.Diff(want, options(order, capture)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, step := range []struct {
		body any
		want string
	}{
		{`{}`, "422 UNPROCESSABLE_ENTITY: 'number_of_days' must not be null"},
		{`{"number_of_days":"soon"}`, "422 UNPROCESSABLE_ENTITY: The number_of_days value must be an integer between 1 and 2147483647"},
		{tree{"number_of_days": 15}, "403 NOT_ALLOWED: The number of days is none of the options. Due date cannot be extended."},
		{tree{"number_of_days": 14}, "204"},
		{tree{"number_of_days": 14}, "403 NOT_ALLOWED: The due date was extended already. Due date cannot be extended."},
	} {
		if got := p.manage(order, "PATCH", capture+"/extend-due-date", step.body); !begins(got, step.want) {
			t.Errorf("%v: %s", step.body, got)
		}
	}
	if diff := cmp.Diff([]any{}, options(order, capture)["options"]); diff != "" {
		t.Errorf("after it was put off:\n%s", diff)
	}
	card := p.orderOf("pay_now", payer(), nil)
	capture = "captures/" + p.capture(card, 1)
	if diff := cmp.Diff([]any{}, options(card, capture)["options"]); diff != "" {
		t.Errorf("of a card:\n%s", diff)
	}
	if got := p.manage(card, "PATCH", capture+"/extend-due-date", tree{"number_of_days": 14}); got != "403 NOT_ALLOWED: The payment method has no due date to extend. Due date cannot be extended." {
		t.Error(got)
	}
}
