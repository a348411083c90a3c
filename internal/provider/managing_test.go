package provider_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/provider/order"
)

// manage runs one operation of Order Management and answers it in one line:
// the status and, of an error, code and messages.
func (p *testProvider) manage(order, method, operation string, body any) string {
	p.t.Helper()
	r := p.ask(method, "/ordermanagement/v1/orders/"+order+"/"+operation, body)
	if r.status < 300 {
		return strconv.Itoa(r.status)
	}
	return fmt.Sprint(r.status, " ", r.error(p.t))
}

// capture takes money and answers the capture's id.
func (p *testProvider) capture(order string, amount int) string {
	p.t.Helper()
	return p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": amount}).header.Get("Capture-Id")
}

// read answers an order.
func (p *testProvider) read(order string) (o tree) {
	p.t.Helper()
	p.must(http.StatusOK, "GET", "/ordermanagement/v1/orders/"+order, nil).into(p.t, &o)
	return o
}

// orderOf runs a purchase of the lamp that differs in some way.
func (p *testProvider) orderOf(category string, who, changes tree) string {
	p.t.Helper()
	body := with(lamp(), changes)
	id := p.open(body)
	try := with(attempt("a", who, ""), tree{"category": category, "currency": body["purchase_currency"], "amount": body["order_amount"]})
	p.authorize(id, try)
	v := p.authorize(id, with(try, tree{"otp": "123456"}))
	if v.Token == "" {
		p.t.Fatalf("%+v", v)
	}
	var placed struct {
		ID string `json:"order_id"`
	}
	p.must(http.StatusOK, "POST", "/payments/v1/authorizations/"+v.Token+"/order", body).into(p.t, &placed)
	return placed.ID
}

// lives bring an order into each state of docs/spec/provider.md G.3.
var lives = map[order.OrderStatus]func(p *testProvider) string{
	order.Authorized: func(p *testProvider) string { return p.order() },
	order.PartCaptured: func(p *testProvider) string {
		o := p.order()
		p.capture(o, 8000)
		return o
	},
	order.Captured: func(p *testProvider) string {
		o := p.order()
		p.capture(o, 23750)
		return o
	},
	order.Cancelled: func(p *testProvider) string {
		o := p.order()
		p.manage(o, "POST", "cancel", nil)
		return o
	},
	order.Expired: func(p *testProvider) string {
		o := p.order()
		p.pass(28 * 24 * time.Hour)
		return o
	},
}

// What every operation answers in every state (docs/spec/provider.md C.3, C.5, G.3); %s
// stands for the order.
func TestOperationsByState(t *testing.T) {
	const (
		noUpdate = "403 NOT_ALLOWED: Update not allowed."
		over     = "403 CAPTURE_NOT_ALLOWED: Captured amount is higher than the remaining authorized amount. Capture not possible."
	)
	for _, c := range []struct {
		method, operation string
		body              any
		want              map[order.OrderStatus]string
	}{
		{"POST", "acknowledge", nil, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "204", order.Captured: "204", order.Cancelled: "204", order.Expired: "204",
		}},
		{"POST", "captures", tree{"captured_amount": 1}, map[order.OrderStatus]string{
			order.Authorized: "201", order.PartCaptured: "201", order.Captured: over, order.Cancelled: "403 CAPTURE_NOT_ALLOWED: Capture not allowed",
			order.Expired: "403 CAPTURE_NOT_ALLOWED: Order %s is expired. Capture not possible.",
		}},
		{"POST", "refunds", tree{"refunded_amount": 8000}, map[order.OrderStatus]string{
			order.Authorized: "403 REFUND_NOT_ALLOWED: Order has no captures. Refund not possible", order.PartCaptured: "201", order.Captured: "201",
			order.Cancelled: "403 REFUND_NOT_ALLOWED: Order has no captures. Refund not possible",
			order.Expired:   "403 REFUND_NOT_ALLOWED: Order has no captures. Refund not possible",
		}},
		{"POST", "cancel", nil, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "403 CANCEL_NOT_ALLOWED: Order has previous captures. Cancel not possible",
			order.Captured:  "403 CANCEL_NOT_ALLOWED: Order has previous captures. Cancel not possible",
			order.Cancelled: "403 CANCEL_NOT_ALLOWED: Order is cancelled already. Cancel not possible",
			order.Expired:   "403 CANCEL_NOT_ALLOWED: Order is expired. Cancel not possible",
		}},
		{"POST", "release-remaining-authorization", nil, map[order.OrderStatus]string{
			order.Authorized:   "403 NOT_ALLOWED: Order has no captures. Remaining authorization cannot be released.",
			order.PartCaptured: "204",
			order.Captured:     "403 NOT_ALLOWED: Order is fully captured. Remaining authorization cannot be released.",
			order.Cancelled:    "403 NOT_ALLOWED: Order is cancelled. Remaining authorization cannot be released.",
			order.Expired:      "403 NOT_ALLOWED: Order has no captures. Remaining authorization cannot be released.",
		}},
		{"PATCH", "authorization", tree{"order_amount": 7000}, map[order.OrderStatus]string{
			order.Authorized:   "204",
			order.PartCaptured: "403 NOT_ALLOWED: Resulting authorization amount 7000 cannot be less than the captured amount 8000 for order. Order authorization cannot be updated",
			order.Captured:     noUpdate, order.Cancelled: noUpdate, order.Expired: noUpdate,
		}},
		{"POST", "extend-authorization-time", nil, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "204",
			order.Captured:  "403 NOT_ALLOWED: Order is fully captured. Authorization time cannot be extended.",
			order.Cancelled: "403 NOT_ALLOWED: Order is cancelled. Authorization time cannot be extended.",
			order.Expired:   "403 NOT_ALLOWED: Order is expired. Authorization time cannot be extended.",
		}},
		{"PATCH", "merchant-references", tree{"merchant_reference1": "1"}, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "204", order.Captured: "204", order.Expired: "204",
			order.Cancelled: "403 NOT_ALLOWED: Order is cancelled. Merchant references cannot be updated.",
		}},
		{"PATCH", "customer-details", tree{"shipping_address": tree{"city": "Umeå"}}, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "204", order.Captured: "204",
			order.Cancelled: "403 NOT_ALLOWED: Order is cancelled. Customer details cannot be updated.",
			order.Expired:   "403 NOT_ALLOWED: Order is expired. Customer details cannot be updated.",
		}},
		{"POST", "shipping-info", tree{"shipping_info": []any{tree{"tracking_number": "1"}}}, map[order.OrderStatus]string{
			order.Authorized: "204", order.PartCaptured: "204", order.Captured: "204", order.Cancelled: "204", order.Expired: "204",
		}},
	} {
		for state, live := range lives {
			t.Run(c.operation+" "+string(state), func(t *testing.T) {
				p := newProvider(t)
				o := live(p)
				if got := p.read(o)["status"]; got != string(state) {
					t.Fatalf("the order is %s", got)
				}
				if got, want := p.manage(o, c.method, c.operation, c.body), strings.ReplaceAll(c.want[state], "%s", o); !begins(got, want) {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			})
		}
	}
}

// The tails of docs/spec/provider.md C.5 on orders nobody has.
func TestUnknownOrder(t *testing.T) {
	p := newProvider(t)
	const nobodys = "019ac1b2-0000-7000-8000-000000000000"
	parcel := tree{"shipping_info": []any{tree{"tracking_number": "1"}}}
	for _, c := range []struct {
		method, operation string
		body              any
		tail              string
	}{
		{"POST", "acknowledge", nil, ". Acknowledgement not possible."},
		{"PATCH", "merchant-references", tree{"merchant_reference1": "1"}, ". Merchant references cannot be updated."},
		{"POST", "shipping-info", parcel, ". Shipping info cannot be added to order"},
		{"POST", "cancel", nil, ""},
		{"POST", "refunds", tree{"refunded_amount": 1}, ""},
		{"GET", "refunds/none", nil, ""},
		{"PATCH", "authorization", tree{"order_amount": 1}, ""},
		{"POST", "extend-authorization-time", nil, ""},
		{"GET", "captures/none/extend-due-date-options", nil, ""},
		{"POST", "captures/none/shipping-info", parcel, ""},
	} {
		if got, want := p.manage(nobodys, c.method, c.operation, c.body), "404 NO_SUCH_ORDER: Order "+nobodys+" cannot be found"+c.tail; got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.operation, got, want)
		}
	}
}

// An operation without a body takes none, an empty one and an empty object; a
// broken one is refused.
func TestNoBody(t *testing.T) {
	for body, want := range map[string]string{"": "204", "{}": "204", `{"anything":1}`: "204", "[]": "400", "{": "400"} {
		p := newProvider(t)
		if got := p.manage(p.order(), "POST", "cancel", body); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s", body, got)
		}
	}
}
