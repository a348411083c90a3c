package provider_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// operations are all routes that ask for credentials.
var operations = []struct{ method, path string }{
	{"POST", "/payments/v1/sessions"},
	{"GET", "/payments/v1/sessions/{session}"},
	{"POST", "/payments/v1/sessions/{session}"},
	{"POST", "/payments/v1/authorizations/{token}/order"},
	{"POST", "/payments/v1/authorizations/{token}/customer-token"},
	{"DELETE", "/payments/v1/authorizations/{token}"},
	{"POST", "/credit/v1/sessions"},
	{"GET", "/credit/v1/sessions/{session}"},
	{"GET", "/customer-token/v1/tokens/{customer}"},
	{"POST", "/customer-token/v1/tokens/{customer}/order"},
	{"PATCH", "/customer-token/v1/tokens/{customer}/status"},
	{"GET", "/ordermanagement/v1/orders/{order}"},
	{"GET", "/ordermanagement/v1/orders/{order}/captures"},
	{"POST", "/ordermanagement/v1/orders/{order}/captures"},
	{"GET", "/ordermanagement/v1/orders/{order}/captures/{capture}"},
	{"POST", "/ordermanagement/v1/orders/{order}/acknowledge"},
	{"PATCH", "/ordermanagement/v1/orders/{order}/authorization"},
	{"POST", "/ordermanagement/v1/orders/{order}/cancel"},
	{"PATCH", "/ordermanagement/v1/orders/{order}/captures/{capture}/extend-due-date"},
	{"GET", "/ordermanagement/v1/orders/{order}/captures/{capture}/extend-due-date-options"},
	{"POST", "/ordermanagement/v1/orders/{order}/captures/{capture}/shipping-info"},
	{"POST", "/ordermanagement/v1/orders/{order}/captures/{capture}/trigger-send-out"},
	{"PATCH", "/ordermanagement/v1/orders/{order}/customer-details"},
	{"POST", "/ordermanagement/v1/orders/{order}/extend-authorization-time"},
	{"PATCH", "/ordermanagement/v1/orders/{order}/merchant-references"},
	{"POST", "/ordermanagement/v1/orders/{order}/refunds"},
	{"GET", "/ordermanagement/v1/orders/{order}/refunds/{refund}"},
	{"POST", "/ordermanagement/v1/orders/{order}/release-remaining-authorization"},
	{"POST", "/ordermanagement/v1/orders/{order}/shipping-info"},
	{"POST", "/checkout/v3/orders"},
	{"GET", "/checkout/v3/orders/{checkout}"},
	{"POST", "/checkout/v3/orders/{checkout}"},
	{"POST", "/checkout/v3/orders/{checkout}/abort"},
	{"GET", "/playground/v1/checkout/{checkout}"},
	{"POST", "/playground/v1/checkout/{checkout}/revise"},
	{"POST", "/playground/v1/checkout/{checkout}/authorize"},
	{"POST", "/playground/v1/payments/{session}/authorize"},
	{"GET", "/playground/v1/payments/{session}"},
}

// bodies are what operations take, by the end of their path.
var bodies = map[string]tree{
	"/captures":            {"captured_amount": 1},
	"/refunds":             {"refunded_amount": 1},
	"/authorization":       {"order_amount": 20000},
	"/extend-due-date":     {"number_of_days": 14},
	"/shipping-info":       {"shipping_info": []any{tree{"tracking_number": "1"}}},
	"/customer-details":    {"shipping_address": tree{"city": "Umeå"}},
	"/status":              {"status": "CANCELLED"},
	"/customer-token":      coffee(nil),
	"/merchant-references": {"merchant_reference1": "1"},
}

func body(method, path string) any {
	if strings.HasSuffix(path, "/authorize") {
		return attempt("a", payer(), "")
	}
	for end, body := range bodies {
		if method != "GET" && strings.HasSuffix(path, end) {
			return body
		}
	}
	if method == "POST" && !strings.HasPrefix(path, "/ordermanagement/") && !strings.HasSuffix(path, "/abort") {
		return lamp()
	}
	return nil
}

func TestCredentials(t *testing.T) {
	p := newProvider(t)
	for _, o := range operations {
		for _, who := range []string{"", "nobody"} {
			r := p.askAs(who, o.method, o.path, body(o.method, o.path))
			if r.status != http.StatusUnauthorized || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Basic ") || !strings.HasPrefix(r.error(t), "UNAUTHORIZED") {
				t.Errorf("%s %s as %q: %d %s", o.method, o.path, who, r.status, r.body)
			}
		}
	}
}

var correlation = regexp.MustCompile(`"correlation_id":"[^"]*"`)

// Another merchant learns the same of what exists as of what does not.
func TestForeignMerchant(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	var captured = p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 1})
	refund := p.must(http.StatusCreated, "POST", "/ordermanagement/v1/orders/"+order+"/refunds", tree{"refunded_amount": 1}).header.Get("Refund-Id")
	session := p.open(lamp())
	token := p.approve(session, payer())
	before := sprint(p.read(order))
	names := map[string]string{"{session}": session, "{token}": token, "{order}": order, "{capture}": captured.header.Get("Capture-Id"), "{refund}": refund, "{checkout}": p.checkout(nil), "{customer}": p.token(payer())}
	for _, o := range operations {
		if !strings.Contains(o.path, "{") {
			continue // makes something of the caller's own
		}
		known, none := o.path, o.path
		for name, id := range names {
			known, none = strings.ReplaceAll(known, name, id), strings.ReplaceAll(none, name, "00000000-0000-4000-8000-000000000000")
		}
		foreign, unknown := p.askAs("m2", o.method, known, body(o.method, o.path)), p.askAs("m2", o.method, none, body(o.method, o.path))
		// Order Management and Checkout name the id that was asked for: that much differs.
		told := func(r reply, id string) string {
			text := correlation.ReplaceAllString(string(r.body), "")
			return strings.ReplaceAll(strings.ReplaceAll(text, names["{checkout}"], "…"), id, "…")
		}
		if foreign.status != http.StatusNotFound || unknown.status != http.StatusNotFound ||
			told(foreign, order) != told(unknown, "00000000-0000-4000-8000-000000000000") {
			t.Errorf("%s %s:\n%d %s\n%d %s", o.method, o.path, foreign.status, foreign.body, unknown.status, unknown.body)
		}
	}
	if after := sprint(p.read(order)); after != before {
		t.Errorf("a stranger changed the order:\n%s\n%s", before, after)
	}
	p.place(token) // nor was this touched
}

func TestOtherMethods(t *testing.T) {
	p := newProvider(t)
	if r := p.ask("PUT", "/payments/v1/sessions", lamp()); r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") == "" {
		t.Errorf("%d %v", r.status, r.header)
	}
	if r := p.ask("GET", "/payments/v1/nothing", nil); r.status != http.StatusNotFound {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := p.ask("GET", "//ordermanagement/v1//orders/"+p.order()+"/", nil); r.status != http.StatusOK {
		t.Errorf("a clumsy path: %d %s", r.status, r.body)
	}
}
