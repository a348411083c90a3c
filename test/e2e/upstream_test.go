package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// upstreamWorld is a page in front of a merchant's account at another company: a second
// server in the playground is that company, reached over HTTP.
type upstreamWorld struct {
	*world
	public  string // where payers reach the page
	api     string // where the page reaches the company
	company *harness.Server
	account *harness.Merchant // the merchant's own there
}

// startUpstream makes both, in the playground. settings are those of the page.
func startUpstream(t *testing.T, kind, sdk string, options []string, settings ...string) *upstreamWorld {
	t.Helper()
	company := harness.Start(t)
	return startUpstreamAt(t, company, company.URL, kind, sdk, options, settings...)
}

// startAtGates is startUpstream with all calls to the company, and to the page, at
// gates.
func startAtGates(t *testing.T, sdk string, options []string) (e *upstreamWorld, gate, door *harness.Gate) {
	t.Helper()
	gate, door = harness.NewGate(t, harness.CompanyCalls), harness.NewGate(t, harness.PageCalls)
	company := harness.Start(t, "OPENHPP_API_ALIASES="+gate.Host())
	gate.Before(company)
	e = startUpstreamAt(t, company, gate.URL, "klarna", sdk, options, "OPENHPP_PUBLIC_URL="+door.URL)
	door.Before(e.Server)
	e.public = door.URL
	return e, gate, door
}

func startUpstreamAt(t *testing.T, company *harness.Server, api, kind, sdk string, options []string, settings ...string) *upstreamWorld {
	t.Helper()
	account := company.Merchant("Lamps & Co, there")
	address, err := url.Parse(api)
	if err != nil {
		t.Fatal(err)
	}
	if sdk != "" {
		sdk = `,"sdk_url":"` + sdk + `"`
	}
	described := fmt.Sprintf(`OPENHPP_UPSTREAM_COMPANY={"kind":%q,"base_url":%q,"hosts":[%q]%s,"page_origins":[%q]}`, kind, api, address.Host, strings.ReplaceAll(sdk, "COMPANY", company.URL), company.URL)
	w := start(t, append(settings, described)...)
	e := &upstreamWorld{w, w.URL, api, company, account}
	e.setAccount(t, options)
	return e
}

// setAccount stores the credentials of the merchant's account.
func (e *upstreamWorld) setAccount(t *testing.T, options []string) {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte(e.account.Password), 0o600); err != nil {
		t.Fatal(err)
	}
	e.Command(append([]string{"merchant", "upstream", "set", e.merchant.ID, "company", "--username", e.account.Username, "--password-file", secret}, options...)...)
}

// anotherAccount is the same servers with another merchant.
func (e *upstreamWorld) anotherAccount(t *testing.T, options []string) *upstreamWorld {
	t.Helper()
	w, other := *e.world, *e
	w.merchant = e.Merchant("Chairs & Co")
	other.world, other.account = &w, e.company.Merchant("Chairs & Co, there")
	other.setAccount(t, options)
	return &other
}

// startProduction is startUpstream for a page that takes real money, reached by
// TLS. The company is one for tests, which the merchant is allowed by name.
func startProduction(t *testing.T, kind, sdk string) *upstreamWorld {
	t.Helper()
	front := harness.NewTLS(t)
	e := startUpstream(t, kind, sdk, []string{"--allow-test"},
		"OPENHPP_ENVIRONMENT=production", "OPENHPP_PUBLIC_URL="+front.URL, "OPENHPP_INSECURE=weak-secret,plain-http")
	front.Before(e.Server)
	e.public = front.URL
	return e
}

// session makes a page of a payment session at the company.
func (e *upstreamWorld) session(t *testing.T, mode client.Mode) client.CreatedSession {
	t.Helper()
	made, _ := e.sessionOf(t, mode)
	return made
}

// sessionOf is session, with the address of the payment session in the company's API.
func (e *upstreamWorld) sessionOf(t *testing.T, mode client.Mode) (made client.CreatedSession, payment string) {
	t.Helper()
	there, err := e.account.CreatePayment(t.Context(), harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	payment = "/payments/v1/sessions/" + there.SessionID
	return e.page(t, payment, &client.SessionOptions{PlaceOrderMode: mode}), payment
}

// page makes a page of what lies at a path of the company.
func (e *upstreamWorld) page(t *testing.T, path string, options *client.SessionOptions) client.CreatedSession {
	t.Helper()
	made, err := e.merchant.CreateSession(t.Context(), client.NewSession{
		PaymentSessionURL: e.api + path, Options: options,
		MerchantURLs: client.MerchantURLs{
			Success: e.shop.URL + "/success?sid={{session_id}}&token={{authorization_token}}&order={{order_id}}",
			Failure: e.shop.URL + "/failure?sid={{session_id}}", Back: e.shop.URL + "/back?sid={{session_id}}",
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

const (
	klarnaSDK = "COMPANY/kp/lib/v1/api.js"
	purchase  = "klarna-pay-later-fullscreen"
)

// begin opens the page, chooses a method and goes on to the provider's step.
func (e *upstreamWorld) begin(t *testing.T, made client.CreatedSession, scripts bool) *harness.Tab {
	t.Helper()
	tab := e.browser.Tab(t, scripts)
	tab.TrustAll()
	tab.Open(made.RedirectURL)
	tab.Choose("method-pay_later")
	tab.Click("pay")
	tab.Arrive(e.public + "/eu/hpp/pay/")
	return tab
}

// approve acts in the provider's own frame.
func approve(tab *harness.Tab, email string) {
	tab.Visible("#result:not([hidden])")
	tab.Until("pay", "#"+purchase)
	tab.Within(purchase, `(() => { const e = document.querySelector('#email_or_phone'); if (!e || e.offsetParent === null) return false; e.value = '`+email+`'; document.querySelector('#onContinue').click(); return true })()`)
	tab.Within(purchase, `(() => { const e = document.querySelector('#otp_field'); if (!e || e.offsetParent === null) return false; e.value = '123456'; e.form.requestSubmit(); return true })()`)
}

// A merchant's own account sells in all three modes, by the provider's script on its
// step of the page.
func TestPayingAtTheMerchantsOwnAccount(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "klarna", klarnaSDK)
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		t.Run(string(mode), func(t *testing.T) {
			made := e.session(t, mode)
			tab := e.begin(t, made, true)
			approve(tab, "customer@email.se")
			arrived := tab.Arrive(e.shop.URL + "/success").Query()
			e.checkSold(t, made, mode, arrived)
			for _, fault := range tab.Faults() {
				t.Errorf("the window logged %s", fault)
			}
		})
	}
}

// checkSold holds that the session is paid, and the order stands at the company.
func (e *upstreamWorld) checkSold(t *testing.T, made client.CreatedSession, mode client.Mode, arrived url.Values) {
	t.Helper()
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Completed {
		t.Fatalf("session %s, %v", session.Status, err)
	}
	if arrived.Get("token") != session.AuthorizationToken || arrived.Get("order") != session.OrderID {
		t.Errorf("the success address says %v, the session %+v", arrived, session)
	}
	if mode == client.ModeNone {
		if session.AuthorizationToken == "" {
			t.Fatal("no token for the shop")
		}
		if _, err := e.account.PlaceOrder(t.Context(), session.AuthorizationToken, harness.Purchase()); err != nil {
			t.Errorf("the token places no order: %v", err)
		}
		return
	}
	order, err := e.account.ReadOrder(t.Context(), session.OrderID)
	want := map[client.Mode]int64{client.ModeCaptureOrder: 23750}[mode]
	if err != nil || order.Amount != 23750 || order.Captured != want {
		t.Errorf("order %+v, %v; want %d captured", order, err, want)
	}
}

// The browser goes away between the authorization and its token: the server finds
// it by itself, by the provider's call or by a read.
func TestTheBrowserDiesBeforeTheToken(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]string{"the provider's server calls": nil, "reads alone": {"--callback", "off"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startUpstream(t, "klarna", klarnaSDK, options)
			made := e.session(t, client.ModePlaceOrder)
			tab := e.begin(t, made, true)
			// Its own form is never sent.
			tab.Run(`HTMLFormElement.prototype.submit = () => {}`)
			approve(tab, "customer@email.se")
			harness.Eventually(t, time.Minute, "the provider's part is over", func() bool {
				return harness.Ask[bool](tab, `!document.querySelector("#`+purchase+`")`)
			})
			tab.Close()
			harness.Eventually(t, time.Minute, "the session is paid", func() bool {
				session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
				return err == nil && session.Status == client.Completed && session.OrderID != ""
			})
		})
	}
}

// A script that does not come is not waited for: the provider's own page is offered.
func TestTheProvidersScriptDoesNotCome(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "klarna", "http://127.0.0.1:1/kp/lib/v1/api.js", nil)
	tab := e.begin(t, e.session(t, client.ModePlaceOrder), true)
	tab.See("redirect-provider")
	tab.Visible("#step-news:not([hidden])")
	tab.Hidden("#authorize")
}

// A decline takes the method away; a payer who leaves the provider's part may try
// again at once, and one who comes back to the link begins anew.
func TestNotPayingAtTheProvider(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "klarna", klarnaSDK, nil)
	made := e.session(t, client.ModePlaceOrder)
	tab := e.begin(t, made, true)
	tab.Visible("#result:not([hidden])")
	tab.Until("pay", "#"+purchase)
	tab.Within(purchase, `(() => { const e = document.querySelector('#cancel'); if (!e || e.offsetParent === null) return false; e.click(); return true })()`)
	tab.Visible("#step-news:not([hidden])")
	tab.Click("retry")
	tab.Arrive(made.RedirectURL)
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.InProgress {
		t.Errorf("session %s, %v", session.Status, err)
	}
	other := e.begin(t, made, true)
	approve(other, "customer+denied@email.se")
	other.Outcome("failed")
}

// The policy of the step is its own; all other pages keep theirs.
func TestPolicyOfTheProvidersStep(t *testing.T) {
	t.Parallel()
	e := startUpstream(t, "klarna", klarnaSDK, nil)
	made := e.session(t, client.ModePlaceOrder)
	tab := e.begin(t, made, false)
	step := tab.Arrive(e.public + "/eu/hpp/pay/").String()
	for address, foreign := range map[string]bool{step: true, made.RedirectURL: false} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		policy := response.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, e.company.URL) != foreign || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", address, policy)
		}
	}
}
