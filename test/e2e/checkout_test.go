package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// desk is a shop's end of Checkout: it answers the provider's questions and
// keeps what it was asked.
type desk struct {
	URL string

	mu    sync.Mutex
	asked map[string][]map[string]any
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{asked: map[string][]map[string]any{}}
	mux := http.NewServeMux()
	keep := func(r *http.Request) map[string]any {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.asked[r.URL.Path] = append(d.asked[r.URL.Path], body)
		return body
	}
	mux.HandleFunc("POST /validation", func(_ http.ResponseWriter, r *http.Request) { keep(r) })
	mux.HandleFunc("POST /address", func(w http.ResponseWriter, r *http.Request) {
		body := keep(r)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"order_amount": body["order_amount"], "order_tax_amount": body["order_tax_amount"], "order_lines": body["order_lines"],
			"purchase_currency": body["purchase_currency"], "shipping_options": shippingOptions(),
		})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	d.URL = server.URL
	return d
}

func (d *desk) callsTo(path string) []map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[path]
}

func shippingOptions() []any {
	return []any{
		map[string]any{"id": "home", "name": "To the door", "price": 4900, "tax_amount": 980, "tax_rate": 2500},
		map[string]any{"id": "shop", "name": "Collect it", "price": 0, "tax_amount": 0, "tax_rate": 2500, "preselected": true},
	}
}

// checkout makes a Checkout order of a lamp for 225 kr without its postage.
func (w *world) checkout(t *testing.T, urls map[string]any) harness.Answer {
	t.Helper()
	all := map[string]any{
		"terms": w.shop.URL + "/terms", "checkout": w.shop.URL + "/checkout?id={checkout.order.id}",
		"confirmation": w.shop.URL + "/confirmed?id={checkout.order.id}", "push": w.shop.URL + "/push?id={checkout.order.id}",
	}
	for name, address := range urls {
		all[name] = address
	}
	return w.merchant.Must(t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "en-SE", "order_amount": 22500, "order_tax_amount": 4500,
		"order_lines": []any{map[string]any{
			"type": "physical", "name": "Lamp", "reference": "L-1", "quantity": 2, "unit_price": 12500, "total_discount_amount": 2500,
			"tax_rate": 2500, "total_amount": 22500, "total_tax_amount": 4500,
		}},
		"shipping_options": shippingOptions(), "merchant_urls": all,
	})
}

// The delivery's price is seen before it is paid, and the shop has its say.
func TestCheckoutOrder(t *testing.T) {
	t.Parallel()
	w, desk := start(t), newDesk(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		before := len(desk.callsTo("/validation"))
		made := w.checkout(t, map[string]any{"address_update": desk.URL + "/address", "validation": desk.URL + "/validation"})
		id, _ := made.Body["order_id"].(string)
		session, err := w.merchant.CreateSession(t.Context(), client.NewSession{
			PaymentSessionURL: w.URL + "/checkout/v3/orders/" + id,
			MerchantURLs: client.MerchantURLs{
				Success: w.shop.URL + "/success?sid={{session_id}}&token={{authorization_token}}&order={{order_id}}", StatusUpdate: w.shop.URL + "/callback",
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		tab := w.browser.Tab(t, scripts)
		tab.Open(session.RedirectURL)
		tab.Fill("alice@example.com")
		tab.Choose("delivery-home")
		if !scripts {
			tab.Click("pay") // "Continue": the total comes first
			tab.See("delivery-change")
		}
		totals := []string{"274,00 kr", "SEK 274.00", "SEK\u00a0274.00", "274,00\u00a0kr"}
		harness.Eventually(t, time.Minute, "the total follows the delivery", func() bool { return slices.Contains(totals, tab.Text(".amount")) })
		if got := tab.Text(".amount"); got != "274,00 kr" && got != "SEK 274.00" && got != "SEK\u00a0274.00" && got != "274,00\u00a0kr" {
			t.Errorf("with its delivery the lamp costs %q", got)
		}
		tab.Click("pay")
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		arrived := tab.Arrive(w.shop.URL + "/success").Query()
		if arrived.Get("order") != id || arrived.Get("token") != "" {
			t.Errorf("the success address says %v", arrived)
		}
		w.shop.Expect(t, session.SessionID, "IN_PROGRESS", "COMPLETED")
		checkTab(t, w, tab)
		checkCheckout(t, w, id)
		if got := desk.callsTo("/validation")[before:]; len(got) != 1 || got[0]["order_amount"] != 27400.0 {
			t.Errorf("validations: %v", got)
		}
		if len(desk.callsTo("/address")) == 0 {
			t.Error("the shop was not told of the address")
		}
	})
}

func checkCheckout(t *testing.T, w *world, id string) {
	t.Helper()
	order, err := w.merchant.ReadOrder(t.Context(), id)
	if err != nil || order.Amount != 27400 || order.Status != "AUTHORIZED" {
		t.Errorf("order %+v, %v", order, err)
	}
	read := w.merchant.Must(t, http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil)
	chosen, _ := read.Body["selected_shipping_option"].(map[string]any)
	if read.Body["status"] != "checkout_complete" || chosen["id"] != "home" {
		t.Errorf("Checkout says %v, %v", read.Body["status"], chosen)
	}
	again := w.merchant.Call(t, "POST", "/checkout/v3/orders/"+id, map[string]any{"merchant_reference1": "1"})
	if again.Status != http.StatusForbidden || again.Body["error_code"] != "READ_ONLY_ORDER" {
		t.Errorf("an update after completion: %d %s", again.Status, again.Text)
	}
}

var link = regexp.MustCompile(`href="([^"]+)"`)

// The snippet's link opens the same page without a hosted session of the
// merchant's own, and leads to the shop's confirmation.
func TestCheckoutSnippet(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.checkout(t, nil)
		id, _ := made.Body["order_id"].(string)
		snippet, _ := made.Body["html_snippet"].(string)
		address := link.FindStringSubmatch(snippet)
		if address == nil {
			t.Fatalf("no link in %s", snippet)
		}
		tab := w.browser.Tab(t, scripts)
		tab.Open(address[1])
		tab.Fill("alice@example.com")
		if !scripts {
			tab.Click("pay") // "Continue": the total comes first
			tab.See("delivery-change")
		}
		tab.Click("pay")
		tab.Type("otp", "123456")
		tab.Click("challenge-submit")
		if got := tab.Arrive(w.shop.URL + "/confirmed").Query().Get("id"); got != id {
			t.Errorf("confirmed %q, want %q", got, id)
		}
		if order, err := w.merchant.ReadOrder(t.Context(), id); err != nil || order.Amount != 22500 {
			t.Errorf("order %+v, %v", order, err)
		}
		checkTab(t, w, tab)
	})
}

// A shop that will not sell to an address may send the payer elsewhere.
func TestCheckoutSentAway(t *testing.T) {
	t.Parallel()
	w := start(t)
	refusal := httptest.NewServer(http.RedirectHandler(w.shop.URL+"/elsewhere", http.StatusSeeOther))
	t.Cleanup(refusal.Close)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		made := w.checkout(t, map[string]any{"address_update": refusal.URL})
		address := link.FindStringSubmatch(made.Body["html_snippet"].(string))
		tab := w.browser.Tab(t, scripts)
		tab.Open(address[1])
		tab.Fill("alice@example.com")
		tab.Click("pay")
		tab.Arrive(w.shop.URL + "/elsewhere")
		checkTab(t, w, tab)
	})
}
