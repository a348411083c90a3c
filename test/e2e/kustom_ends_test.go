package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// noDeliveries is an order's change that leaves its total as it is.
var noDeliveries = map[string]any{"shipping_options": []any{}}

// A script that cannot be reached is waited for ten seconds: then the step says so and
// offers the company's own page, where the payer pays.
func TestTheOrdersScriptDoesNotCome(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, noDeliveries)
	tab := e.browser.Tab(t, true)
	tab.Block(e.company.URL + "/playground/kcoc/*")
	tab.Open(made.RedirectURL)
	tab.Click("pay")
	tab.Arrive(e.public + "/eu/hpp/pay/")
	began := time.Now()
	if got, want := tab.Text("#step-news"), harness.Ask[string](tab, `document.querySelector("#step-news").dataset.loading`); got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	tab.Visible("#redirect:not([hidden])")
	if waited := time.Since(began); waited < 8*time.Second {
		t.Errorf("waited %s", waited)
	}
	if got, want := tab.Text("#step-news"), harness.Ask[string](tab, `document.querySelector("#step-news").dataset.missing`); got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	leave(tab)
	e.payThere(tab)
	tab.Arrive(e.shop.URL + "/success")
	e.checkOrder(t, made, id, 22500)
}

// Two windows on one order: one pays, and the other finds it paid.
func TestTwoWindowsOnOneOrder(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, noDeliveries)
	first := e.toOrder(t, made, true)
	second := e.browser.Tab(t, true)
	second.Open(first.Arrive(e.public + "/eu/hpp/pay/").String())
	second.Within(checkoutFrame, `document.querySelector('#buy-button')?.offsetParent != null`)
	buyThere(first, "customer@email.se")
	typeCode(first)
	e.arrive(t, first)
	second.Outcome("completed")
	e.checkOrder(t, made, id, 22500)
	checkWindow(t, second)
}

// The browser goes away after the company has the order, and before it says so here:
// the server reads the order by itself.
func TestTheBrowserDiesAfterTheOrder(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, noDeliveries)
	tab := e.toOrder(t, made, true)
	// The page can say nothing of the end: neither its result nor its return arrives.
	tab.Block(e.public + "/eu/hpp/pay/*/r*")
	buyThere(tab, "customer@email.se")
	typeCode(tab)
	harness.Eventually(t, time.Minute, "the company has the order", func() bool {
		_, err := e.account.ReadOrder(t.Context(), id)
		return err == nil
	})
	tab.Close()
	harness.Eventually(t, 2*time.Minute, "the session is paid", func() bool {
		session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
		return err == nil && session.Status == client.Completed
	})
	e.checkOrder(t, made, id, 22500)
}

// However a payer's visit ends without an order, the shop's own checkout finds its
// addresses again; a payer who cancels ends the order.
func TestTheOrdersAddressesAfterwards(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	for name, end := range map[string]func(tab *harness.Tab, made client.CreatedSession){
		"left":     func(tab *harness.Tab, _ client.CreatedSession) { tab.Click("retry") },
		"disabled": func(*harness.Tab, client.CreatedSession) {},
		"cancelled": func(tab *harness.Tab, made client.CreatedSession) {
			tab.Open(made.RedirectURL)
			tab.Click("cancel")
			tab.Click("cancel-confirm")
			tab.Outcome("cancelled")
		},
	} {
		t.Run(name, func(t *testing.T) {
			there := &world{Server: e.company, merchant: e.account, shop: e.shop, browser: e.browser}
			id, _ := there.orderWith(t, noDeliveries)
			before := fmt.Sprint(e.merchantURLs(t, id))
			made, err := e.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: e.company.URL + "/checkout/v3/orders/" + id})
			if err != nil {
				t.Fatal(err)
			}
			tab := e.toOrder(t, made, true)
			tab.Within(checkoutFrame, `document.querySelector('#buy-button')?.offsetParent != null`)
			if during := fmt.Sprint(e.merchantURLs(t, id)); during == before || !strings.Contains(during, e.public+"/eu/hpp/pay/") {
				t.Fatalf("the order leads to %s", during)
			}
			if end(tab, made); name == "disabled" {
				if err := e.merchant.DisableSession(t.Context(), made.SessionID); err != nil {
					t.Fatal(err)
				}
			}
			if name == "cancelled" {
				harness.Eventually(t, time.Minute, "the order is ended", func() bool {
					return e.account.Must(t, http.StatusOK, http.MethodGet, "/checkout/v3/orders/"+id, nil).Body["status"] == "checkout_aborted"
				})
				return
			}
			harness.Eventually(t, time.Minute, "the addresses are the shop's", func() bool { return fmt.Sprint(e.merchantURLs(t, id)) == before })
		})
	}
}

// A session that was closed meanwhile is not bought, where the order asks the page:
// the payer reads that nothing was paid.
func TestAnOrderWhoseSessionWasClosed(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, map[string]any{"shipping_options": []any{}, "options": map[string]any{"require_client_validation": true}})
	tab := e.toOrder(t, made, true)
	tab.Within(checkoutFrame, `document.querySelector('#buy-button')?.offsetParent != null`)
	if err := e.merchant.DisableSession(t.Context(), made.SessionID); err != nil {
		t.Fatal(err)
	}
	buyThere(tab, "customer@email.se")
	tab.Outcome("disabled")
	if status := e.account.Must(t, http.StatusOK, http.MethodGet, "/checkout/v3/orders/"+id, nil).Body["status"]; status != "checkout_incomplete" {
		t.Errorf("the order is %v", status)
	}
}

// A server that does not say within three seconds whether the session can still be
// paid did not agree: nothing is bought, and the payer may try again.
func TestAnOrderWhileTheServerIsSilent(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, map[string]any{"shipping_options": []any{}, "options": map[string]any{"require_client_validation": true}})
	tab := e.toOrder(t, made, true)
	tab.Within(checkoutFrame, `document.querySelector('#buy-button')?.offsetParent != null`)
	said := harness.Ask[string](tab, `document.querySelector("#step-news").dataset.notPaid`)
	e.Signal(syscall.SIGSTOP)
	buyThere(tab, "customer@email.se")
	tab.Within(checkoutFrame, `document.querySelector('#news').textContent === '`+said+`'`)
	e.Signal(syscall.SIGCONT)
	pressIn(tab, checkoutFrame, "#buy-button")
	typeCode(tab)
	e.arrive(t, tab)
	e.checkOrder(t, made, id, 22500)
}

// A decline, by the company's word that nothing can be offered, is one here: the page
// says so, and the payer may try once more.
func TestAnOrderThatIsDeclined(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	id, made := e.order(t, client.ModePlaceOrder, map[string]any{"shipping_options": []any{}, "purchase_currency": "EUR"})
	tab := e.toOrder(t, made, true)
	buyThere(tab, "customer+denied@email.se")
	typeCode(tab)
	tab.Outcome("failed")
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Failed {
		t.Errorf("session %s, %v", session.Status, err)
	}
	tab.Click("retry")
	tab.Click("pay")
	tab.Arrive(e.public + "/eu/hpp/pay/")
	buyThere(tab, "customer@email.se")
	typeCode(tab)
	e.arrive(t, tab)
	e.checkOrder(t, made, id, 22500)
}

// Only the step lets the company's script come, by an address that is not the payer's
// link.
func TestPolicyOfTheOrdersStep(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "kustom", "", nil)
	_, made := e.order(t, client.ModePlaceOrder, nil)
	tab := e.toOrder(t, made, true)
	step := tab.Arrive(e.public + "/eu/hpp/pay/").String()
	link := made.RedirectURL[strings.LastIndexByte(made.RedirectURL, '/')+1:]
	if html := harness.Ask[string](tab, `document.documentElement.outerHTML + location.href`); strings.Contains(html, link) {
		t.Error("the step holds the payer's link")
	}
	tab.Within(checkoutFrame, `document.referrer === '' || document.referrer === '`+e.public+`/'`)
	for address, foreign := range map[string]bool{step: true, made.RedirectURL: false} {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		policy := answer.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, e.company.URL) != foreign || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", address, policy)
		}
	}
}
