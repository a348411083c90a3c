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
