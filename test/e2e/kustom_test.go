package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// order makes a Checkout order at the company, with deliveries to choose from, and a
// page of it.
func (e *upstreamWorld) order(t *testing.T, mode client.Mode, more map[string]any) (id string, made client.CreatedSession) {
	t.Helper()
	there := &world{Server: e.company, merchant: e.account, shop: e.shop, browser: e.browser}
	id, _ = there.orderWith(t, more)
	return id, e.page(t, "/checkout/v3/orders/"+id, &client.SessionOptions{PlaceOrderMode: mode})
}

// toOrder opens the page and goes on to the order's step.
func (e *upstreamWorld) toOrder(t *testing.T, made client.CreatedSession, scripts bool) *harness.Tab {
	t.Helper()
	tab := e.browser.Tab(t, scripts)
	tab.TrustAll()
	tab.Open(made.RedirectURL)
	tab.Click("pay")
	tab.Arrive(e.public + "/eu/hpp/pay/")
	return tab
}

// checkOrder holds that the session is paid by its order, of this amount.
func (e *upstreamWorld) checkOrder(t *testing.T, made client.CreatedSession, id string, amount int64) {
	t.Helper()
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Completed || session.OrderID != id || session.Reference == "" {
		t.Errorf("session %+v, %v; want the order %s", session, err, id)
	}
	order, err := e.account.ReadOrder(t.Context(), id)
	if err != nil || order.Amount != amount || order.Captured != 0 {
		t.Errorf("order %+v, %v; want %d", order, err, amount)
	}
}

// merchantURLs are the order's addresses as the company has them.
func (e *upstreamWorld) merchantURLs(t *testing.T, id string) map[string]any {
	t.Helper()
	urls, _ := e.account.Must(t, http.StatusOK, http.MethodGet, "/checkout/v3/orders/"+id, nil).Body["merchant_urls"].(map[string]any)
	return urls
}

// checkWindow holds that the window logged nothing, by which a policy broken on the
// way would be seen.
func checkWindow(t *testing.T, tab *harness.Tab) {
	t.Helper()
	for _, fault := range tab.Violations() {
		t.Errorf("the window logged %s", fault)
	}
}

// An order elsewhere is sold on our step by the company's own snippet, and at the
// company's page, whatever mode of placing an order the shop asked for: the payer
// places it. The payer is led on to the shop.
func TestAnOrderAtTheMerchantsOwnAccount(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "kustom", "")
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		t.Run(string(mode)+", widget", func(t *testing.T) {
			id, made := e.order(t, mode, nil)
			tab := e.toOrder(t, made, true)
			pressIn(tab, checkoutFrame, "[name=delivery][value=home]")
			harness.Eventually(t, time.Minute, "the page says the new total", func() bool {
				return strings.Contains(tab.Text(".summary"), "274")
			})
			buyThere(tab, "customer@email.se")
			typeCode(tab)
			if arrived := e.arrive(t, tab); arrived.Get("order") != id {
				t.Errorf("the shop gets order %q, want %q", arrived.Get("order"), id)
			}
			e.checkOrder(t, made, id, 27400)
		})
		t.Run(string(mode)+", redirect without scripts", func(t *testing.T) {
			id, made := e.order(t, mode, map[string]any{"shipping_options": []any{}})
			tab := e.toOrder(t, made, false)
			leave(tab)
			e.payThere(tab)
			if arrived := e.arrive(t, tab); arrived.Get("order") != id {
				t.Errorf("the shop gets order %q, want %q", arrived.Get("order"), id)
			}
			e.checkOrder(t, made, id, 22500)
		})
	}
}

// The modes of an account: the script alone, or the company's page alone.
func TestModesOfAnAccountAtKustom(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string][]string{"widget": {"--mode", "widget"}, "redirect": {"--mode", "redirect"}, "return off": {"--return", "off"}} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			e := startUpstream(t, "kustom", "", options)
			for _, placing := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
				id, made := e.order(t, placing, map[string]any{"shipping_options": []any{}})
				before := e.merchantURLs(t, id)
				tab := e.toOrder(t, made, true)
				if scripts := harness.Ask[bool](tab, `!!document.querySelector('#provider')`); scripts != (mode == "widget") {
					t.Fatalf("the step has a script: %v", scripts)
				}
				if mode == "widget" {
					buyThere(tab, "customer@email.se")
					typeCode(tab)
				} else {
					leave(tab)
					e.payThere(tab)
				}
				e.arrive(t, tab)
				e.checkOrder(t, made, id, 22500)
				if after := e.merchantURLs(t, id); (fmt.Sprint(after) == fmt.Sprint(before)) == (mode == "widget") {
					t.Errorf("the order's addresses were %v, and are %v", before, after)
				}
			}
		})
	}
}
