package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var pictures = flag.String("pictures", "", "write the pictures of payments at Klarna and Kustom to this folder")

// keepPicture takes a picture of a telephone's screen, and writes it when asked for.
func keepPicture(t *testing.T, tab *harness.Tab, file string) {
	t.Helper()
	picture := tab.Screenshot()
	if len(picture) < 5<<10 {
		t.Errorf("%s shows nothing: %d bytes", file, len(picture))
	}
	if *pictures == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, file), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The pictures of the documents about Klarna and Kustom are of real payments: the
// page, the step, the result.
func TestProviderPictures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		company string
		sdk     string
		make    func(t *testing.T, e *upstreamWorld) string // answers a payment's path
		step    func(e *upstreamWorld, tab *harness.Tab)    // until the step is as it should be
		pay     func(tab *harness.Tab)
	}{
		{"klarna", klarnaSDK, func(t *testing.T, e *upstreamWorld) string {
			t.Helper()
			payment, err := e.account.CreatePayment(t.Context(), harness.Purchase())
			if err != nil {
				t.Fatal(err)
			}
			return "/payments/v1/sessions/" + payment.SessionID
		}, func(_ *upstreamWorld, tab *harness.Tab) {
			tab.Visible("#result:not([hidden])")
		}, func(tab *harness.Tab) { approve(tab, "customer@email.se") }},
		{"kustom", "", func(t *testing.T, e *upstreamWorld) string {
			t.Helper()
			there := &world{Server: e.company, merchant: e.account, shop: e.shop, browser: e.browser}
			id, _ := there.orderWith(t, nil)
			return "/checkout/v3/orders/" + id
		}, func(_ *upstreamWorld, tab *harness.Tab) {
			typeIn(tab, "billing-email", "customer@email.se")
			typeIn(tab, "billing-postal_code", "12345")
			tab.Hidden("#step-news")
		}, func(tab *harness.Tab) {
			pressIn(tab, checkoutFrame, "#buy-button")
			typeCode(tab)
		}},
	} {
		t.Run(c.company, func(t *testing.T) {
			t.Parallel()
			e := startUpstream(t, c.company, c.sdk, nil)
			made, err := e.merchant.CreateSession(t.Context(), client.NewSession{
				PaymentSessionURL: e.company.URL + c.make(t, e), Options: &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
			})
			if err != nil {
				t.Fatal(err)
			}
			tab := e.browser.Tab(t, true)
			tab.Open(made.RedirectURL)
			if c.company == "klarna" {
				tab.Choose("method-pay_later")
			}
			tab.See("pay")
			keepPicture(t, tab, c.company+"-page.png")
			tab.Click("pay")
			tab.Arrive(e.public + "/eu/hpp/pay/")
			c.step(e, tab)
			keepPicture(t, tab, c.company+"-step.png")
			c.pay(tab)
			tab.Outcome("completed")
			keepPicture(t, tab, c.company+"-result.png")
		})
	}
}
