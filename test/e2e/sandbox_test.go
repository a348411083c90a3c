package e2e

import (
	"testing"

	"github.com/openhpp/openhpp/client"
)

// A page that is open follows what a test does with its session, like anything
// that happens elsewhere.
func TestAnOpenPageFollowsActs(t *testing.T) {
	w := start(t)
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder}
	})
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.See("pay")
	for _, step := range []struct{ outcome, shown string }{{"decline", "failed"}, {"stall", "checking"}, {"resolve", "completed"}} {
		if _, err := w.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: step.outcome}); err != nil {
			t.Fatal(err)
		}
		expectOutcome(t, tab, true, step.shown)
	}
	checkTab(t, w, tab)
}
