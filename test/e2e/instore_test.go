package e2e

import (
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A screen in a shop warns and then clears itself for the next customer; who
// is still there stays.
func TestAScreenInAShopIsCleared(t *testing.T) {
	t.Parallel()
	w := start(t)
	purchase := harness.Purchase()
	purchase.Channel = "IN_STORE"
	payment, err := w.merchant.CreatePayment(t.Context(), purchase)
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID)})
	if err != nil {
		t.Fatal(err)
	}
	tab := w.browser.Tab(t, true)
	tab.Hurry(30) // 90 s are 3 s, 20 s less than one
	tab.Open(made.RedirectURL)
	tab.Type("given_name", "Alice")
	tab.Visible("#idle")
	tab.Press("#idle button")
	tab.Hidden("#idle")
	if got := tab.Value("given_name"); got != "Alice" {
		t.Errorf("who stayed lost %q", got)
	}
	tab.Arrive(made.RedirectURL + "?clear=1")
	tab.See("pay")
	if got := tab.Value("given_name"); got != "" {
		t.Errorf("the next customer reads %q", got)
	}
	checkTab(t, w, tab)
}
