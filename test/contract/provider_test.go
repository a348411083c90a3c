package contract

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// page makes a payment session and a page for it, and answers both.
func (w *world) page(purchase, mode string) (payment, redirect, session string) {
	w.t.Helper()
	made := w.ask(w.merchant, http.MethodPost, "/payments/v1/sessions", purchase)
	payment, _ = made.member("session_id").(string)
	if payment == "" {
		w.t.Fatalf("%d %s", made.status, made.body)
	}
	text, err := json.Marshal(map[string]any{"payment_session_url": w.merchant.PaymentURL(payment), "options": map[string]string{"place_order_mode": mode}})
	if err != nil {
		w.t.Fatal(err)
	}
	page := w.ask(w.merchant, http.MethodPost, "/hpp/v1/sessions", string(text))
	if page.status != http.StatusCreated {
		w.t.Fatalf("%d %s", page.status, page.body)
	}
	return payment, page.member("redirect_url").(string), page.member("session_url").(string)
}

// An order of 0 that is to be captured ends captured.
func TestFreeOrderIsCaptured(t *testing.T) {
	w := start(t)
	_, link, session := w.page(`{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":0,
		"order_lines":[{"name":"Sample","quantity":1,"unit_price":0,"total_amount":0}]}`, "CAPTURE_ORDER")
	w.pay(link)
	id, _ := w.ask(w.merchant, http.MethodGet, session, "").member("order_id").(string)
	order := w.ask(w.merchant, http.MethodGet, "/ordermanagement/v1/orders/"+id, "")
	if order.member("status") != "CAPTURED" || order.member("captured_amount") != 0.0 {
		t.Errorf("%d %s", order.status, order.body)
	}
}

// A shop places the order with what it knows of its customer, whatever the
// payer typed on the page.
func TestShopNeedNotKnowWhatThePayerTyped(t *testing.T) {
	w := start(t)
	const purchase = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":10000,
		"order_lines":[{"name":"Lamp","quantity":1,"unit_price":10000,"total_amount":10000}]`
	_, link, session := w.page(purchase+"}", "NONE")
	w.pay(link)
	token, _ := w.ask(w.merchant, http.MethodGet, session, "").member("authorization_token").(string)
	order := w.ask(w.merchant, http.MethodPost, "/payments/v1/authorizations/"+token+"/order",
		purchase+`,"billing_address":{"email":"another@example.com","given_name":"Kim","family_name":"Other","street_address":"Storgatan 1","postal_code":"90325","city":"Umeå","country":"SE","phone":"0701740616"}}`)
	if order.status != http.StatusOK {
		t.Errorf("%d %s", order.status, order.body)
	}
}

// The real server's answers name every member at fault and what would be right.
func TestEveryFaultAtOnce(t *testing.T) {
	w := start(t)
	for path, begins := range map[string]string{
		"/payments/v1/sessions": "Bad value: purchase_currency, purchase_country, order_amount, order_lines; ",
		"/credit/v1/sessions":   "Bad value: purchase_currency, purchase_country, order_amount, order_lines; ",
		"/checkout/v3/orders":   "Bad value: purchase_country, purchase_currency, locale, order_amount, order_tax_amount, order_lines; ",
	} {
		got := w.ask(w.merchant, http.MethodPost, path, "{}")
		if e := got.envelope(); got.status != http.StatusBadRequest || len(e.Messages) != 1 || !strings.HasPrefix(e.Messages[0], begins) || !strings.Contains(e.Messages[0], "must be given") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}
