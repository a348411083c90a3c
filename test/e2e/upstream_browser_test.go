package e2e

import (
	"net/url"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// noSDK is a script that no browser fetches.
const noSDK = "https://127.0.0.1:1/kp/lib/v1/api.js"

// leave goes to the provider by our form, whose answer leads on by itself.
func leave(tab *harness.Tab) { tab.Choose("redirect-provider") }

// payThere pays at the company's own page.
func (e *upstreamWorld) payThere(tab *harness.Tab) {
	tab.Arrive(e.company.URL + "/eu/hpp/payments/")
	tab.Pay("customer@email.se")
}

// arrive waits for the shop, and answers what it gets.
func (e *upstreamWorld) arrive(t *testing.T, tab *harness.Tab) url.Values {
	t.Helper()
	arrived := tab.Arrive(e.shop.URL + "/success").Query()
	for _, fault := range tab.Violations() {
		t.Errorf("the window logged %s", fault)
	}
	return arrived
}

// A payer whose browser is sent to the provider's own page pays there, and is led
// back here and on to the shop.
func TestABrowserAtTheProvidersOwnPage(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "klarna", noSDK)
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		for name, scripts := range map[string]bool{"scripts": true, "no scripts": false} {
			t.Run(string(mode)+", "+name, func(t *testing.T) {
				made := e.session(t, mode)
				tab := e.begin(t, made, scripts)
				leave(tab)
				e.payThere(tab)
				e.checkSold(t, made, mode, e.arrive(t, tab))
			})
		}
	}
}

// A Checkout order with deliveries is paid at the provider's own page, by a form of
// ours, and who left by it is led on to the shop.
func TestABrowserAtACheckoutOrder(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"scripts": true, "no scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startUpstream(t, "kustom", "", []string{"--mode", "redirect"})
			there := &world{Server: e.company, merchant: e.account, shop: e.shop, browser: e.browser}
			order, _ := there.checkout(t, nil).Body["order_id"].(string)
			made := e.page(t, "/checkout/v3/orders/"+order, nil)
			tab := e.toOrder(t, made, scripts)
			leave(tab)
			e.payThere(tab)
			if arrived := e.arrive(t, tab); arrived.Get("order") != order {
				t.Errorf("the shop gets order %q, want %q", arrived.Get("order"), order)
			}
			session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
			if err != nil || session.Status != client.Completed || session.OrderID != order {
				t.Errorf("session %+v, %v", session, err)
			}
		})
	}
}

// A browser that opens no window for the provider says nothing is paid, and the
// payer presses again.
func TestTheProvidersWindowIsBlocked(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "klarna", "COMPANY/kp/lib/v1/popup/api.js", nil)
	tab := e.begin(t, e.session(t, client.ModePlaceOrder), true)
	tab.Visible("#result:not([hidden])")
	tab.Run(`window.opened = 0; window.open = () => { window.opened++; return null }`)
	tab.Choose("pay")
	tab.Visible("#step-news:not([hidden])")
	harness.Eventually(t, time.Minute, "the button is free again", func() bool {
		return harness.Ask[bool](tab, `window.opened === 1 && !document.querySelector("#authorize").disabled`)
	})
	if got, want := tab.Text("#step-news"), harness.Ask[string](tab, `document.querySelector("#step-news").dataset.notPaid`); got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}

// Two windows on one step: one pays, and the other goes to the payer's page as soon
// as it is looked at.
func TestTwoWindowsOnOneStep(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "klarna", klarnaSDK, nil)
	made := e.session(t, client.ModePlaceOrder)
	first := e.begin(t, made, true)
	second := e.browser.Tab(t, true)
	second.Open(first.Arrive(e.public + "/eu/hpp/pay/").String())
	second.Visible("#result:not([hidden])")
	approve(first, "customer@email.se")
	first.Arrive(e.shop.URL + "/success")
	second.Choose("pay")
	second.Outcome("completed")
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Completed || session.OrderID == "" {
		t.Errorf("session %+v, %v", session, err)
	}
}
