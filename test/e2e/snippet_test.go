package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

const (
	checkoutFrame = "klarna-checkout-iframe"
	codeFrame     = "klarna-fullscreen-iframe"
)

// everyEvent are the events of the published contract.
var everyEvent = []string{
	"load", "user_interacted", "customer", "change", "billing_address_change", "shipping_address_change", "shipping_option_change",
	"shipping_address_update_error", "order_total_change", "checkbox_change", "can_not_complete_order", "network_error", "redirect_initiated", "load_confirmation",
}

// shopPage is a shop's own page with an order's snippet, which keeps every event.
func shopPage(t *testing.T, snippet string) string {
	t.Helper()
	names, err := json.Marshal(everyEvent)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><title>Shop</title><main>%s</main><script>
			window.happened = []
			window.agree = true
			const keep = (name, payload) => { happened.push([name, payload]); if (name === 'redirect_initiated') sessionStorage.left = JSON.stringify(happened) }
			_klarnaCheckout((api) => {
				window.checkout = api
				api.on(Object.fromEntries(%s.map((name) => [name, (payload) => keep(name, payload)])))
				api.on({ validation_callback: (data, answer) => { keep('validation_callback', data); answer({ should_proceed: window.agree, message: 'Not today' }) } })
			})
		</script>`, snippet, names)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// typeIn fills a field of the order's frame as a payer would, and leaves it.
func typeIn(tab *harness.Tab, field, text string) {
	tab.Within(checkoutFrame, `(() => { const e = document.querySelector('#`+field+`'); if (!e || e.offsetParent === null) return false; e.value = '`+text+`'; e.dispatchEvent(new Event('change', { bubbles: true })); return true })()`)
}

// pressIn presses a control of one of its frames.
func pressIn(tab *harness.Tab, frame, selector string) {
	tab.Within(frame, `(() => { const e = document.querySelector('`+selector+`'); if (!e || e.disabled || e.offsetParent === null) return false; e.click(); return true })()`)
}

// buyThere pays in the order's frame: e-mail address, postal code, and the code.
func buyThere(tab *harness.Tab, email string) {
	typeIn(tab, "billing-email", email)
	typeIn(tab, "billing-postal_code", "12345")
	pressIn(tab, checkoutFrame, "#buy-button")
}

func typeCode(tab *harness.Tab) {
	tab.Within(codeFrame, `(() => { const e = document.querySelector('#otp_field'); if (!e) return false; e.value = '123456'; e.form.requestSubmit(); return true })()`)
}

// happened are the events so far, the last payload of each.
func happened(tab *harness.Tab) map[string]any {
	last := map[string]any{}
	for _, one := range harness.Ask[[][]any](tab, `window.happened`) {
		last[one[0].(string)] = one[1]
	}
	return last
}

func (w *world) orderWith(t *testing.T, more map[string]any) (id, snippet string) {
	t.Helper()
	body := map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "en-SE", "order_amount": 22500, "order_tax_amount": 4500,
		"order_lines":      []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 22500, "tax_rate": 2500, "total_amount": 22500, "total_tax_amount": 4500}},
		"shipping_options": shippingOptions(),
		"merchant_urls": map[string]any{
			"terms": w.shop.URL + "/terms", "checkout": w.shop.URL + "/checkout", "confirmation": w.shop.URL + "/confirmed?id={checkout.order.id}", "push": w.shop.URL + "/push",
		},
	}
	maps.Copy(body, more)
	made := w.merchant.Must(t, http.StatusCreated, "POST", "/checkout/v3/orders", body)
	id, _ = made.Body["order_id"].(string)
	snippet, _ = made.Body["html_snippet"].(string)
	return id, snippet
}

// A shop's page shows the order, hears of everything, has the last word, and is left
// for the confirmation.
func TestAShopsPageWithTheSnippet(t *testing.T) {
	t.Parallel()
	w := start(t)
	id, snippet := w.orderWith(t, map[string]any{"options": map[string]any{
		"require_client_validation": true, "additional_checkboxes": []any{map[string]any{"id": "news", "text": "News by mail", "checked": false, "required": false}},
	}})
	tab := w.browser.Tab(t, true)
	tab.Open(shopPage(t, snippet))
	tab.Within(checkoutFrame, `document.querySelector('#buy-button')?.offsetParent != null && document.body.textContent.includes('TEST DRIVE')`)
	pressIn(tab, checkoutFrame, "[name=delivery][value=home]")
	pressIn(tab, checkoutFrame, "#checkboxes input")
	harness.Eventually(t, time.Minute, "the delivery is in the total", func() bool {
		return fmt.Sprint(happened(tab)["order_total_change"]) == "map[order_total:27400]"
	})
	tab.Run(`window.agree = false`)
	tab.Within(checkoutFrame, `document.dispatchEvent(new MouseEvent('mousedown')) || true`)
	buyThere(tab, "customer@email.se")
	tab.Within(checkoutFrame, `document.querySelector('#news').textContent === 'Not today'`)
	tab.Run(`window.agree = true`)
	pressIn(tab, checkoutFrame, "#buy-button")
	harness.Eventually(t, time.Minute, "the page knows of the step above it", func() bool {
		return harness.Ask[bool](tab, `document.documentElement.classList.contains('klarna-checkout-fso-open')`)
	})
	typeCode(tab)
	if got := tab.Arrive(w.shop.URL + "/confirmed").Query().Get("id"); got != id {
		t.Errorf("confirmed %q, want %q", got, id)
	}
	order, err := w.merchant.ReadOrder(t.Context(), id)
	if err != nil || order.Amount != 27400 {
		t.Errorf("order %+v, %v", order, err)
	}
	for _, fault := range tab.Violations() {
		t.Errorf("the window logged %s", fault)
	}
}

// Each event says what the contract says.
func TestEventsOfTheSnippet(t *testing.T) {
	t.Parallel()
	w := start(t)
	id, snippet := w.orderWith(t, map[string]any{"options": map[string]any{
		"additional_checkbox": map[string]any{"text": "News by mail", "checked": false, "required": false},
	}})
	tab := w.browser.Tab(t, true)
	tab.Open(shopPage(t, snippet))
	pressIn(tab, checkoutFrame, "[name=delivery][value=home]")
	pressIn(tab, checkoutFrame, "#checkboxes input")
	tab.Within(checkoutFrame, `document.dispatchEvent(new MouseEvent('mousedown')) || true`)
	typeIn(tab, "billing-email", "customer@email.se")
	typeIn(tab, "billing-postal_code", "123 45")
	address := `{"country":"swe","email":"customer@email.se","family_name":"Test","given_name":"Alice","postal_code":"12345"}`
	want := map[string]string{
		"load":                    `{"customer":{"type":"person"},"shipping_address":{"country":"swe","postal_code":""}}`,
		"customer":                `{"type":"person"}`,
		"user_interacted":         `{"type":"mousedown"}`,
		"change":                  address,
		"billing_address_change":  address,
		"shipping_address_change": address,
		"shipping_option_change":  `{"description":"","id":"home","name":"To the door","price":4900,"promo":"","tax_amount":980,"tax_rate":2500}`,
		"order_total_change":      `{"order_total":27400}`,
		"checkbox_change":         `{"checked":true,"key":"additional_checkbox"}`,
	}
	harness.Eventually(t, time.Minute, "every event", func() bool { return len(happened(tab)) == len(want) })
	for name, payload := range happened(tab) {
		if text, err := json.Marshal(payload); err != nil || string(text) != want[name] {
			t.Errorf("%s: %s, want %s", name, text, want[name])
		}
	}
	if n := strings.Count(fmt.Sprint(harness.Ask[[][]any](tab, `window.happened`)), "user_interacted"); n != 1 {
		t.Errorf("user_interacted %d times", n)
	}
	// A shop that changed the order has the frame show it; the frame does nothing
	// meanwhile, and goes on by itself where the shop forgets.
	tab.Run(`checkout.suspend({ autoResume: { enabled: false } })`)
	tab.Within(checkoutFrame, `document.querySelector('main').inert`)
	w.merchant.Must(t, http.StatusOK, "POST", "/checkout/v3/orders/"+id, map[string]any{
		"order_amount": 45000, "order_tax_amount": 9000, "shipping_options": []any{},
		"order_lines": []any{map[string]any{"name": "Lamp", "quantity": 2, "unit_price": 22500, "tax_rate": 2500, "total_amount": 45000, "total_tax_amount": 9000}},
	})
	tab.Run(`checkout.suspend().resume()`)
	harness.Eventually(t, time.Minute, "the shop's change is told", func() bool {
		return fmt.Sprint(happened(tab)["order_total_change"]) == "map[order_total:45000]"
	})
	tab.Within(checkoutFrame, `!document.querySelector('main').inert`)
	// The snippet once more: a new frame, the same listeners.
	tab.Run(`window.happened = []; const old = document.querySelector('#klarna-checkout-container script:not([src])'); const again = document.createElement('script'); again.textContent = old.textContent; document.body.append(again)`)
	harness.Eventually(t, time.Minute, "the new frame says that it is there", func() bool { return happened(tab)["load"] != nil })
	if n := harness.Ask[int](tab, `document.querySelectorAll('#`+checkoutFrame+`').length`); n != 1 {
		t.Errorf("%d frames", n)
	}
}

// A payer whom nothing is left to offer is told, and so is the shop.
func TestASnippetThatCannotBePaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	// In another currency than its country's there is one method.
	_, snippet := w.orderWith(t, map[string]any{"purchase_currency": "EUR"})
	tab := w.browser.Tab(t, true)
	tab.Open(shopPage(t, snippet))
	tab.Within(checkoutFrame, `document.querySelectorAll('#methods input').length === 1`)
	buyThere(tab, "customer+denied@email.se")
	typeCode(tab)
	tab.Within(checkoutFrame, `document.querySelector('#news').textContent === 'This order cannot be paid here.'`)
	harness.Eventually(t, time.Minute, "the shop is told", func() bool { _, told := happened(tab)["can_not_complete_order"]; return told })
	if harness.Ask[bool](tab, `document.documentElement.classList.contains('klarna-checkout-fso-open')`) {
		t.Error("the step above the page is still open")
	}
}
