package contract

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// need is something without which clients were seen to fail.
type need struct {
	exchange string
	status   int
	member   string // of the answer, dotted; or "header Name"
	is       func(any) bool
	clients  string
}

func text(v any) bool   { s, ok := v.(string); return ok && s != "" }
func number(v any) bool { _, ok := v.(float64); return ok }
func list(v any) bool   { _, ok := v.([]any); return ok }

func date(v any) bool {
	s, _ := v.(string)
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && strings.HasSuffix(s, "Z")
}

func absolute(v any) bool {
	s, _ := v.(string)
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

func one(values ...string) func(any) bool {
	return func(v any) bool {
		for _, value := range values {
			if v == value {
				return true
			}
		}
		return false
	}
}

// needs is the measured table, a row for a row.
var needs = []need{
	{"create payment", 200, "session_id", text, "all but one"},
	{"create payment", 200, "client_token", text, "php-examples, sylius"},
	{"read payment", 200, "status", one("incomplete"), "sylius, python"},
	{"read payment", 200, "client_token", text, "sylius"},
	{"read payment", 200, "expires_at", date, "sylius"},
	{"read payment", 200, "acquiring_channel", one("ECOMMERCE"), "sylius"},
	{"read payment", 200, "intent", one("buy"), "sylius"},
	{"create page", 201, "session_id", text, "all but one"},
	{"distribute page", 201, "", func(v any) bool { return v == nil }, "java"},
	{"create page", 201, "session_url", absolute, "php-transports, sylius, saleor"},
	{"create page", 201, "redirect_url", absolute, "php-transports, sylius, quellabs, woo, java, python"},
	{"create page", 201, "qr_code_url", absolute, "php-transports, sylius"},
	{"create page", 201, "distribution_url", absolute, "php-transports, sylius"},
	{"create page", 201, "expires_at", date, "php-transports, sylius, python"},
	{"create page", 201, "distribution_module.token", text, "sylius, python"},
	{"create page", 201, "header Location", absolute, "php-transports"},
	{"read page", 200, "status", one("WAITING"), "python"},
	{"read page", 200, "updated_at", date, "python"},
	{"read page", 200, "expires_at", date, "sylius, python"},
	{"read paid page", 200, "authorization_token", text, "php-examples, sylius, java, dotnet, konfig, saleor, edinio"},
	{"read ordered page", 200, "order_id", text, "sylius, vendr, python, ruby, go"},
	{"disable page", 204, "", nil, "php-transports, php-examples, java"},
	{"place order", 200, "order_id", text, "php-examples, sylius, java, dotnet, saleor, edinio"},
	{"place order", 200, "redirect_url", absolute, "sylius"},
	{"place order", 200, "fraud_status", one("ACCEPTED"), "sylius"},
	{"place order", 200, "authorized_payment_method.type", text, "sylius"},
	{"place order", 200, "authorized_payment_method.number_of_days", number, "sylius"},
	{"place order", 200, "authorized_payment_method.number_of_installments", number, "sylius"},
	{"read order", 200, "order_id", text, "sylius, quellabs"},
	{"read order", 200, "status", one("CAPTURED"), "sylius"},
	{"read order", 200, "fraud_status", one("ACCEPTED"), "sylius"},
	{"read order", 200, "order_amount", number, "edinio"},
	{"read order", 200, "captured_amount", number, "quellabs"},
	{"read order", 200, "captures", list, "php-examples, go"},
	{"read order", 200, "shipping_address.street_address2", func(v any) bool { return v == "" }, "Business Central"},
	{"read order", 200, "shipping_address.region", func(v any) bool { return v == "" }, "Business Central"},
	{"read order", 200, "merchant_reference1", text, "Kirki, Lumi"},
	{"read order", 200, "created_at", date, "java"},
	{"capture", 201, "header Location", absolute, "php-examples, dotnet"},
	{"capture", 201, "header Capture-Id", text, "hyperswitch"},
	{"refund", 201, "header Location", absolute, "php-examples, dotnet"},
	{"refund", 201, "header Refund-Id", text, "hyperswitch"},
	{"cancel", 204, "", nil, "hyperswitch"},
	{"stranger", 401, "header WWW-Authenticate", func(v any) bool { return strings.HasPrefix(v.(string), "Basic ") }, "dotnet, Business Central"},
	{"bad payment", 400, "error_code", one("BAD_VALUE"), "ruby, edinio, hyperswitch"},
	{"bad payment", 400, "error_messages", list, "ruby, edinio, Business Central"},
	{"bad payment", 400, "correlation_id", text, "ruby, edinio"},
	{"create checkout", 201, "order_id", text, "php-examples, hyperswitch"},
	{"create checkout", 201, "status", one("checkout_incomplete"), "hyperswitch"},
	{"create checkout", 201, "html_snippet", text, "hyperswitch"},
	{"create checkout", 201, "header Location", absolute, "php-examples"},
	{"read checkout", 200, "options.auto_capture", func(v any) bool { return v == true }, "hyperswitch"},
}

// member follows a dotted way into an answer.
func (a answer) member(way string) any {
	if name, ok := strings.CutPrefix(way, "header "); ok {
		return a.header.Get(name)
	}
	var at any
	_ = json.Unmarshal([]byte(a.body), &at)
	for name := range strings.SplitSeq(way, ".") {
		members, _ := at.(map[string]any)
		at = members[name]
	}
	return at
}

// exchanges runs whole purchases as a shop does.
func (w *world) exchanges() map[string]answer {
	w.t.Helper()
	purchase := map[string]any{}
	body, err := json.Marshal(harness.Purchase())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(body, &purchase); err != nil {
		w.t.Fatal(err)
	}
	purchase["merchant_urls"] = map[string]string{"confirmation": "https://shop.example/done"}
	purchase["merchant_reference1"] = "10042"
	post := func(path string, body any) answer {
		sent, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		return w.ask(w.merchant, http.MethodPost, path, string(sent))
	}
	get := func(path string) answer { return w.ask(w.merchant, http.MethodGet, path, "") }
	all := map[string]answer{"create payment": post("/payments/v1/sessions", purchase)}
	payment := all["create payment"].member("session_id").(string)
	all["read payment"] = get("/payments/v1/sessions/" + payment)
	all["create page"] = post("/hpp/v1/sessions", map[string]any{
		"payment_session_url": w.merchant.PaymentURL(payment), "options": map[string]string{"place_order_mode": "none"},
	})
	page := all["create page"].member("session_url").(string)
	all["read page"] = get(page)
	all["distribute page"] = post("/hpp/v1/sessions/"+w.session.SessionID+"/distribution", map[string]any{
		"method": "email", "contact_information": map[string]string{"email": "kim@shop.example"}, "template": "INSTORE_PURCHASE",
	})
	all["disable page"] = w.ask(w.merchant, http.MethodDelete, w.session.SessionURL, "")
	w.pay(all["create page"].member("redirect_url").(string))
	all["read paid page"] = get(page)
	all["place order"] = post("/payments/v1/authorizations/"+all["read paid page"].member("authorization_token").(string)+"/order", purchase)
	order := "/ordermanagement/v1/orders/" + all["place order"].member("order_id").(string)
	all["capture"] = post(order+"/captures", map[string]int{"captured_amount": 23750})
	all["refund"] = post(order+"/refunds", map[string]int{"refunded_amount": 100})
	all["read order"] = get(order)

	ordered := w.merchant.Session(w.t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
	w.pay(ordered.RedirectURL)
	all["read ordered page"] = get(ordered.SessionURL)
	all["cancel"] = post("/ordermanagement/v1/orders/"+all["read ordered page"].member("order_id").(string)+"/cancel", map[string]any{})

	all["stranger"] = w.ask(nil, http.MethodPost, "/payments/v1/sessions", "{}")
	all["bad payment"] = post("/payments/v1/sessions", map[string]any{})
	all["create checkout"] = post("/checkout/v3/orders", map[string]any{
		"purchase_country": "se", "purchase_currency": "sek", "locale": "sv-se", "order_amount": 10000, "order_tax_amount": 2000,
		"order_lines": []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 2500, "total_amount": 10000, "total_tax_amount": 2000}},
		"options":     map[string]bool{"auto_capture": true},
	})
	all["read checkout"] = get(all["create checkout"].header.Get("Location"))
	return all
}

func (w *world) pay(link string) {
	w.t.Helper()
	if page, err := harness.NewPayer().Pay(w.t.Context(), link, "alice@example.com"); err != nil || page.Outcome != "completed" {
		w.t.Fatalf("%+v, %v", page, err)
	}
}

// Every measured need holds, each shown by itself.
func TestMeasuredNeeds(t *testing.T) {
	all := start(t).exchanges()
	for _, n := range needs {
		got, made := all[n.exchange]
		if !made || got.status != n.status {
			t.Errorf("%s: %d %s, want %d for %s", n.exchange, got.status, got.body, n.status, n.clients)
			continue
		}
		if value := got.member(n.member); n.is != nil && !n.is(value) {
			t.Errorf("%s: %s is %v; without it fail: %s", n.exchange, n.member, value, n.clients)
		}
	}
	for name, got := range all {
		if got.body != "" && !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: Content-Type %s", name, got.header.Get("Content-Type"))
		}
		if got.header.Get("Klarna-Correlation-Id") == "" {
			t.Errorf("%s: no correlation id", name)
		}
	}
}
