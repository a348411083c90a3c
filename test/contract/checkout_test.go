package contract

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// checkout makes a Checkout order of a lamp.
func (w *world) checkout() harness.Answer {
	w.t.Helper()
	return w.merchant.Must(w.t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 10000, "order_tax_amount": 0,
		"order_lines": []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 0, "total_amount": 10000, "total_tax_amount": 0}},
	})
}

// A shop that ends its Checkout order ends the page on it.
func TestAbortedCheckoutEndsThePage(t *testing.T) {
	w := start(t)
	order := w.URL + "/checkout/v3/orders/" + w.checkout().Body["order_id"].(string)
	page, err := w.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: order})
	if err != nil {
		t.Fatal(err)
	}
	w.ask(w.merchant, http.MethodPost, order+"/abort", "")
	harness.Eventually(t, time.Minute, "the page is cancelled", func() bool {
		read, err := w.merchant.ReadSession(t.Context(), page.SessionID)
		return err == nil && read.Status == "CANCELLED"
	})
	if again := w.ask(w.merchant, http.MethodPost, order, `{"merchant_reference1":"1"}`); again.status != 403 || again.envelope().Code != "READ_ONLY_ORDER" {
		t.Errorf("an aborted order: %d %s", again.status, again.body)
	}
}

var href = regexp.MustCompile(`href="([^"]+)"`)

// The link in a shop's page leads to one page until that has ended, and while
// the order can be paid to another one then.
func TestSnippetsLink(t *testing.T) {
	w := start(t)
	snippet := w.checkout().Body["html_snippet"].(string)
	link := func() string {
		return w.ask(nil, http.MethodGet, href.FindStringSubmatch(snippet)[1], "").header.Get("Location")
	}
	first := link()
	if again := link(); first == "" || again != first {
		t.Fatalf("leads to %q, then to %q", first, again)
	}
	payer := harness.NewPayer()
	if page, err := payer.Cancel(t.Context(), first); err != nil || page.Outcome == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	second := link()
	if page, err := payer.Pay(t.Context(), second, "alice@example.com"); second == first || err != nil || page.Outcome != "completed" {
		t.Fatalf("%s after %s: %+v, %v", second, first, page, err)
	}
	if last := link(); last != second {
		t.Errorf("after the payment it leads to %s", last)
	}
}
