package e2e

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

// nobodyWaits is how long a payer may take from the press that pays to the
// shop, everything on one machine.
const nobodyWaits = 300 * time.Millisecond

// A payer who has paid is in the shop at once, in every mode. The page they come
// back to, and another window, send nobody there.
func TestAPayerWhoPaidIsInTheShopAtOnce(t *testing.T) {
	w := start(t)
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		t.Run(string(mode), func(t *testing.T) {
			withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
				var took time.Duration
				for range 3 { // the machine may be busy with something else
					if took = w.leaves(t, mode, scripts); took <= nobodyWaits {
						t.Logf("in the shop after %s", took.Round(time.Millisecond))
						return
					}
				}
				t.Errorf("in the shop only after %s", took)
			})
		})
	}
}

// leaves pays and answers how long the way from the last press to the shop took.
func (w *world) leaves(t *testing.T, mode client.Mode, scripts bool) time.Duration {
	t.Helper()
	made := w.session(t, func(n *client.NewSession) {
		n.Options.PlaceOrderMode = mode
		n.MerchantURLs.Success = w.shop.URL + "/done/{{session_id}}"
	})
	arrival := "/done/" + made.SessionID
	tab, other := w.browser.Tab(t, scripts), w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	tab.Click("pay")
	tab.See("challenge-submit")
	other.Open(made.RedirectURL)
	other.See("challenge-submit")
	tab.Type("otp", "123456")
	pressed := time.Now()
	tab.Choose("challenge-submit")
	tab.Arrive(w.shop.URL + arrival)
	took := w.shop.Visits(arrival)[0].At.Sub(pressed)
	other.Outcome("completed")
	if scripts { // without, browsers may show the page as it was, which is theirs to decide
		tab.Back()
		tab.Outcome("completed")
	}
	other.Open(made.RedirectURL)
	other.Outcome("completed")
	if visits := w.shop.Visits(arrival); len(visits) != 1 {
		t.Errorf("%d arrivals at the shop, want the payer's one", len(visits))
	}
	checkTab(t, w, tab)
	return took
}
