package e2e

import (
	"net"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// nobodyWaits is how long a payer may take from the press that pays to the
// shop, everything on one machine.
const nobodyWaits = 300 * time.Millisecond

// startBehindTLS starts a server whose payers come by a proxy that speaks TLS, as they do
// everywhere but in tests.
func startBehindTLS(t *testing.T) *world {
	t.Helper()
	front := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(front.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	// Another host than the shop's, as it is everywhere but in tests.
	address := "https://localhost:" + port
	w := start(t, "OPENHPP_PUBLIC_URL="+address)
	to, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	front.Config.Handler = &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host }, FlushInterval: -1}
	front.EnableHTTP2 = true
	front.StartTLS()
	t.Cleanup(front.CloseClientConnections)
	t.Cleanup(front.Close)
	w.front = address
	return w
}

// A payer who has paid is in the shop at once, in every mode. The page they come
// back to, and another window, send nobody there.
func TestAPayerWhoPaidIsInTheShopAtOnce(t *testing.T) {
	w := startBehindTLS(t)
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
	other.Open(made.RedirectURL)
	other.See("pay")
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	tab.Click("pay")
	tab.See("challenge-submit")
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

// Who comes back from the shop stays, and so does who opens the link again:
// nothing on the page leads on by itself, now or later.
func TestWhoComesBackFromTheShopStays(t *testing.T) {
	t.Parallel()
	w := startBehindTLS(t)
	made := w.session(t, func(n *client.NewSession) { n.MerchantURLs.Success = w.shop.URL + "/done" })
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Pay("alice@example.com")
	tab.Arrive(w.shop.URL + "/done")
	tab.Back()
	tab.Outcome("completed")
	for range 2 {
		stays := `new Promise((done) => setTimeout(() => done([...document.querySelectorAll('meta[http-equiv=refresh]')].length), 4000))`
		if n := harness.Ask[int](tab, stays); n != 0 {
			t.Errorf("%d elements lead on", n)
		}
		if at := harness.Ask[string](tab, "location.origin"); at != w.front {
			t.Errorf("the window is at %s", at)
		}
		tab.Open(made.RedirectURL)
		tab.Outcome("completed")
	}
	if visits := w.shop.Visits("/done"); len(visits) != 1 {
		t.Errorf("%d arrivals at the shop, want the payer's one", len(visits))
	}
}
