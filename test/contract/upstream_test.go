package contract

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A second server is the company at which the merchant has its account. Nothing
// of it is reached but what is published.
type upstreamWorld struct {
	t         *testing.T
	company   *harness.Server
	account   *harness.Merchant // at the company
	server    *harness.Server
	merchant  *harness.Merchant // here
	localhost string            // another name of the company's host
}

func startUpstream(t *testing.T, env ...string) *upstreamWorld {
	t.Helper()
	company := harness.Start(t)
	localhost := strings.Replace(company.Addr(), "127.0.0.1", "localhost", 1)
	described := `"base_url":"` + company.URL + `","page_origins":["` + company.URL + `"]`
	server := harness.Start(t, append(env,
		`OPENHPP_UPSTREAM_STAND_IN={"kind":"klarna","hosts":["`+company.Addr()+`"],"sdk_url":"`+company.URL+`/kp/lib/v1/api.js",`+described+`}`,
		`OPENHPP_UPSTREAM_CHECKOUT={"kind":"kustom","hosts":["`+localhost+`"],`+described+`}`)...)
	e := &upstreamWorld{t: t, company: company, account: company.Merchant("Account"), server: server, merchant: server.Merchant("Lamps & Co"), localhost: localhost}
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte(e.account.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"stand-in", "checkout"} {
		server.Command("merchant", "upstream", "set", e.merchant.ID, name, "--username", e.account.Username, "--password-file", key, "--mode", "redirect", "--allow-test")
	}
	return e
}

// payment makes a payment session at the company and answers its address.
func (e *upstreamWorld) payment() string {
	e.t.Helper()
	made, err := e.account.CreatePayment(e.t.Context(), harness.Purchase())
	if err != nil {
		e.t.Fatal(err)
	}
	return e.company.URL + "/payments/v1/sessions/" + made.SessionID
}

// checkout makes a Checkout order there.
func (e *upstreamWorld) checkout() string {
	e.t.Helper()
	made := e.account.Must(e.t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 10000, "order_tax_amount": 0,
		"order_lines":   []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 0, "total_amount": 10000, "total_tax_amount": 0}},
		"merchant_urls": map[string]any{"terms": "https://shop.test/t", "checkout": "https://shop.test/k", "confirmation": "https://shop.test/c", "push": "https://shop.test/p"},
	})
	id, _ := made.Body["order_id"].(string)
	return "http://" + e.localhost + "/checkout/v3/orders/" + id
}

// pay goes to the company, pays there, and comes back.
func (e *upstreamWorld) pay(link string) *browser {
	e.t.Helper()
	b := e.newBrowser()
	b.open(link, nil)
	b.press("pay", nil)
	b.press("redirect-provider", nil)
	b.goOn(e.company.URL)
	b.press("pay", harness.Details("alice@example.com"))
	b.press("challenge-submit", map[string]string{"otp": "123456"})
	b.goOn(link[:strings.Index(link, "/eu/")])
	return b
}

// A payment session at the company is sold by its own page, in every mode of
// placing the order, in a playground and where other merchants take real money.
func TestPaymentSessionAtAnUpstream(t *testing.T) {
	for name, env := range map[string][]string{
		"playground": nil,
		"production": {"OPENHPP_ENVIRONMENT=production", "OPENHPP_INSECURE=weak-secret", "OPENHPP_PUBLIC_URL=" + payersReach},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startUpstream(t, env...)
			for mode, captured := range map[client.Mode]float64{client.ModeNone: -1, client.ModePlaceOrder: 0, client.ModeCaptureOrder: 23750} {
				session, err := e.merchant.CreateSession(t.Context(), client.NewSession{
					PaymentSessionURL: e.payment(), MerchantURLs: client.MerchantURLs{Success: "https://shop.test/thanks"},
					Options: &client.SessionOptions{PlaceOrderMode: mode},
				})
				if err != nil {
					t.Fatal(err)
				}
				e.pay(session.RedirectURL)
				e.expect(session.SessionID, mode, captured)
			}
			if out, err := e.server.Database.Fsck(); err != nil {
				t.Errorf("fsck: %s %v", out, err)
			}
		})
	}
}

// expect holds what both servers say of a payment; captured of -1: there is no
// order.
func (e *upstreamWorld) expect(id string, mode client.Mode, captured float64) {
	e.t.Helper()
	session, err := e.merchant.ReadSession(e.t.Context(), id)
	if err != nil || session.Status != "COMPLETED" || (session.AuthorizationToken != "") != (captured < 0) || (session.OrderID != "") != (captured >= 0) {
		e.t.Fatalf("%s: %+v, %v", mode, session, err)
	}
	if captured < 0 {
		return
	}
	order := e.account.Must(e.t, http.StatusOK, "GET", "/ordermanagement/v1/orders/"+session.OrderID, nil)
	if order.Body["captured_amount"] != captured || order.Body["klarna_reference"] != session.Reference {
		e.t.Errorf("%s: the company has %v; the session names %s", mode, order.Body, session.Reference)
	}
}

// A Checkout order is placed by its payer at the company.
func TestCheckoutOrderAtAnUpstream(t *testing.T) {
	t.Parallel()
	e := startUpstream(t)
	session, err := e.merchant.CreateSession(t.Context(), client.NewSession{
		PaymentSessionURL: e.checkout(), MerchantURLs: client.MerchantURLs{Success: "https://shop.test/thanks"},
	})
	if err != nil {
		t.Fatal(err)
	}
	e.pay(session.RedirectURL)
	e.expect(session.SessionID, client.ModePlaceOrder, 0)
}
