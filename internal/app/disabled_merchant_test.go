package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// tenant is a merchant of a running server, with a payer's eyes.
type tenant struct {
	t     *testing.T
	app   *App
	login merchant.Credentials
	url   string
}

func openTenant(t *testing.T) *tenant {
	t.Helper()
	c := local(t)
	c.RateLimitCreate, c.RateLimit.Calls = new(int), new(int)
	a, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	login, err := a.merchants.Create(t.Context(), "Lamps & Co")
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, a)
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return &tenant{t, a, login, "http://" + a.listener.Addr().String()}
}

var follower = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}

// ask sends a request and answers its status and body, redirects followed.
func (s *tenant) ask(method, address, kind, body string) (int, string) {
	s.t.Helper()
	if !strings.HasPrefix(address, "http") {
		address = s.url + address
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if kind == "application/json" {
		r.SetBasicAuth(s.login.Username, s.login.Password)
	}
	response, err := follower.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

const cart = `"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","order_amount":10000,"order_tax_amount":0,
	"order_lines":[{"name":"Cap","quantity":1,"unit_price":10000,"tax_rate":0,"total_amount":10000,"total_tax_amount":0}]`

// call is ask for an answer in JSON.
func (s *tenant) call(method, path, body string, into any) {
	s.t.Helper()
	status, text := s.ask(method, path, "application/json", body)
	if err := json.Unmarshal([]byte(text), into); status/100 != 2 || err != nil {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
}

// links are what leads to a session's page.
type links struct {
	Session string `json:"session_id"`
	Page    string `json:"redirect_url"`
	Module  struct {
		URL string `json:"standalone_url"`
	} `json:"distribution_module"`
	QR      string `json:"qr_code_url"`
	Payment string `json:"-"`
}

func (s *tenant) session() links {
	s.t.Helper()
	var payment struct {
		ID string `json:"session_id"`
	}
	s.call(http.MethodPost, "/payments/v1/sessions", "{"+cart+"}", &payment)
	made := links{Payment: payment.ID}
	s.call(http.MethodPost, "/hpp/v1/sessions", `{"payment_session_url":"`+s.url+"/payments/v1/sessions/"+payment.ID+`"}`, &made)
	return made
}

var (
	keyField  = regexp.MustCompile(`name="page_key" value="([^"]+)"`)
	hrefField = regexp.MustCompile(`href="([^"]+)"`)
)

// Every form that a link opens is pressed at a merchant that is shut: the page
// says that the shop takes no payments, and nothing is paid.
func TestAShutMerchantsLinksSellNothing(t *testing.T) {
	s := openTenant(t)
	made := s.session()
	_, page := s.ask(http.MethodGet, made.Page, "", "")
	_, till := s.ask(http.MethodGet, made.Module.URL, "", "")
	revision := regexp.MustCompile(`name="revision" value="([^"]+)"`).FindStringSubmatch(page)
	var order struct {
		ID      string `json:"order_id"`
		Snippet string `json:"html_snippet"`
	}
	s.call(http.MethodPost, "/checkout/v3/orders", "{"+cart+`,"merchant_urls":{"terms":"https://shop.example/t","checkout":"https://shop.example/c",
		"confirmation":"https://shop.example/ok","push":"https://shop.example/p"}}`, &order)
	if err := s.app.merchants.Disable(t.Context(), s.login.MerchantID); err != nil {
		t.Fatal(err)
	}
	form := func(page string) string {
		return url.Values{
			"page_key": {keyField.FindStringSubmatch(page)[1]}, "revision": {revision[1]}, "payment_method_category": {"pay_later"}, "otp": {"123456"},
			"email": {"kim@shop.example"}, "given_name": {"Alice"}, "family_name": {"Test"}, "phone": {"+46701740615"}, "date_of_birth": {"1941-03-21"},
			"street_address": {"Södra Blasieholmshamnen 2"}, "postal_code": {"111 48"}, "city": {"Stockholm"}, "country": {"SE"}, "method": {"email"},
		}.Encode()
	}
	kinds := map[string]bool{}
	for _, path := range s.app.pages().Forms() {
		address, body, kind := made.Page+after(path, "{link}"), form(page), "page"
		switch {
		case strings.Contains(path, "{token}") && strings.Contains(path, "/distributions/"):
			before, _, _ := strings.Cut(made.Module.URL, "?")
			address, body, kind = before+after(path, "{token}"), form(till), "module"
		case !strings.Contains(path, "{link}"):
			continue // no session is behind it
		}
		if strings.HasSuffix(path, "/back") || strings.HasSuffix(path, "/cancel") || strings.HasSuffix(path, "/close") {
			continue // leads away from paying, and ends what the others need
		}
		kinds[kind] = true
		status, text := s.ask(http.MethodPost, address, "application/x-www-form-urlencoded", body)
		closed := strings.Contains(text, `data-outcome="disabled"`) || strings.Contains(text, "cannot take payments now") || status == http.StatusNoContent
		if status >= 400 || !closed {
			t.Errorf("%s: %d, says nothing of the shop being shut", path, status)
		}
	}
	if !kinds["page"] || !kinds["module"] {
		t.Fatalf("pressed only forms of %v", kinds)
	}
	link := hrefField.FindStringSubmatch(order.Snippet)
	if _, text := s.ask(http.MethodGet, link[1], "", ""); !strings.Contains(text, `data-outcome="disabled"`) {
		t.Error("the Checkout link leads to a page that sells")
	}
	session, err := s.app.db.sessions.Find(t.Context(), hpp.SessionID(made.Session))
	if err != nil || session.Status != hpp.Waiting || session.AttemptCount != 0 {
		t.Errorf("%v: the session is %s after %d attempts", err, session.Status, session.AttemptCount)
	}
}

// after is what follows a wildcard in a pattern.
func after(path, wildcard string) string {
	_, rest, _ := strings.Cut(path, wildcard)
	return rest
}
