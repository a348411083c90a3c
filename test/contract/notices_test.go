package contract

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// What the built-in provider tells a shop of its own accord leaves the house:
// the authorization at once, and the end of a fraud check of no minutes.
func TestProvidersNotices(t *testing.T) {
	w := start(t)
	calls := make(chan map[string]any, 10)
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		call := map[string]any{"path": r.URL.String()}
		_ = json.Unmarshal(text, &call)
		calls <- call
	}))
	t.Cleanup(shop.Close)
	purchase := `"merchant_urls":{"authorization":"` + shop.URL + `/auth?s={session.id}","notification":"` + shop.URL + `/fraud?o={order.id}"}`
	w.ask(w.merchant, http.MethodPost, "/payments/v1/sessions/"+w.payment, "{"+purchase+"}")
	page, err := w.merchant.CreateSession(t.Context(), client.NewSession{
		PaymentSessionURL: w.merchant.PaymentURL(w.payment), Options: &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
	})
	if err != nil {
		t.Fatal(err)
	}
	if page, err := harness.NewPayer().Pay(t.Context(), page.RedirectURL, "alice+pend-reject-00@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("%+v, %v", page, err)
	}
	read, err := w.merchant.ReadSession(t.Context(), page.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for range 2 {
		select {
		case call := <-calls:
			got[call["path"].(string)] = call
		case <-time.After(20 * time.Second):
			t.Fatalf("only %v", got)
		}
	}
	if call := got["/auth?s="+w.payment]; call["session_id"] != w.payment || call["authorization_token"] == "" {
		t.Errorf("the authorization: %v", got)
	}
	if call := got["/fraud?o="+read.OrderID]; call["order_id"] != read.OrderID || call["event_type"] != "FRAUD_RISK_REJECTED" {
		t.Errorf("the end of the fraud check: %v", got)
	}
}

// A shop that ends its Checkout order ends the page on it.
func TestAbortedCheckoutEndsThePage(t *testing.T) {
	w := start(t)
	made := w.merchant.Must(t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 10000, "order_tax_amount": 0,
		"order_lines": []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 0, "total_amount": 10000, "total_tax_amount": 0}},
	})
	order := w.URL + "/checkout/v3/orders/" + made.Body["order_id"].(string)
	page, err := w.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: order})
	if err != nil {
		t.Fatal(err)
	}
	w.ask(w.merchant, http.MethodPost, order+"/abort", "")
	harness.Eventually(t, 10*time.Second, "the page is cancelled", func() bool {
		read, err := w.merchant.ReadSession(t.Context(), page.SessionID)
		return err == nil && read.Status == "CANCELLED"
	})
	if again := w.ask(w.merchant, http.MethodPost, order, `{"merchant_reference1":"1"}`); again.status != 403 || again.envelope().Code != "READ_ONLY_ORDER" {
		t.Errorf("an aborted order: %d %s", again.status, again.body)
	}
}
