package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/upstream"
)

// describedAs describes a server as an upstream of a configuration.
func describedAs(c Config, name, kind, base string) Config {
	host := base[strings.Index(base, "//")+2:]
	sdk := `,"sdk_url":"` + base + `/kp/lib/v1/api.js"`
	if kind == "kustom" {
		sdk = ""
	}
	if c.Upstreams == nil {
		c.Upstreams = map[string]string{}
	}
	c.Upstreams[upstream.SettingOf(name)] = `{"kind":"` + kind + `","base_url":"` + base + `","hosts":["` + host + `"]` + sdk + `,"page_origins":["` + base + `"]}`
	return c
}

// front is a server with a merchant whose payment sessions are elsewhere.
type front struct {
	t    *testing.T
	app  *App
	log  *journal
	shop merchant.Credentials
}

func newFront(t *testing.T, c Config) front {
	t.Helper()
	server, log := running(t, c)
	shop, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	return front{t, server, log, shop}
}

// account stores one of the merchant's.
func (f front) account(name, label, username, password string, options upstream.Options) {
	f.t.Helper()
	err := f.app.upstreams.Set(f.t.Context(), upstream.NewAccount{
		Merchant: f.shop.MerchantID, Upstream: name, Label: label, Username: username, Password: password, Options: options,
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// create asks for a page of a payment session.
func (f front) create(paymentURL string) (int, string) {
	f.t.Helper()
	return post(f.t, "http://"+f.app.listener.Addr().String()+"/hpp/v1/sessions", f.shop.Username, f.shop.Password, `{"payment_session_url":"`+paymentURL+`"}`)
}

// Every fault of an account or of its company has one answer for the merchant,
// which names the host where it can mend it, and a line in the log.
func TestCreateAtAnUpstream(t *testing.T) {
	company := newStandIn(t, upstream.Klarna)
	right, other := company.accounts["m1"], company.accounts["m2"]
	host := company.client.Upstream.Host()
	payment := company.url + "/payments/v1/sessions/" + company.open("/payments/v1/sessions", "session_id", lamp, http.StatusOK)
	unknown := company.url + "/payments/v1/sessions/00000000-0000-4000-8000-000000000000"
	for _, c := range []struct {
		name, username, password, payment string
		status                            int
		says                              string
		logged                            int // status in the log; 0: no line
	}{
		{"no credentials", "", "", payment, 400, "openhpp merchant upstream set", 0},
		{"wrong credentials", right.Username, "wrong", payment, 400, "refuses the credentials", 401},
		{"an unknown session", right.Username, right.Password, unknown, 404, "NOT_FOUND", 0},
		{"another account's session", other.Username, other.Password, payment, 404, "NOT_FOUND", 0},
		{"a Checkout order there", right.Username, right.Password, company.url + "/checkout/v3/orders/a", 404, "NOT_FOUND", 0},
		{"right", right.Username, right.Password, payment, 201, "redirect_url", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFront(t, describedAs(local(t), "stand-in", "klarna", company.url))
			if c.username != "" {
				f.account("stand-in", "default", c.username, c.password, upstream.Options{})
			}
			status, text := f.create(c.payment)
			if status != c.status || !strings.Contains(text, c.says) || status == 400 && !strings.Contains(text, host) {
				t.Errorf("%d %s, want %d with %q", status, text, c.status, c.says)
			}
			lines := f.log.lines(t, "upstream call")
			if c.logged == 0 && len(lines) != 0 || c.logged != 0 && (len(lines) != 1 || lines[0]["status"] != float64(c.logged) || lines[0]["upstream"] != "stand-in" || lines[0]["upstream_correlation_id"] == "") {
				t.Errorf("the log says %v", lines)
			}
			if id := c.payment[strings.LastIndex(c.payment, "/"):]; strings.Contains(fmt.Sprint(lines), id) {
				t.Errorf("the log shows what was asked: %v", lines)
			}
		})
	}
}

// What a company's answer leaves unknown can be tried again; nothing is made of it.
func TestCreateWhileTheUpstreamFails(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"not JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			_, _ = w.Write([]byte("{"))
		},
		"too long": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 4<<20+1)) },
		"a redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://example.com/")
			w.WriteHeader(http.StatusFound)
		},
		"too many": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Ratelimit-Reset", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"a gateway's": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGatewayTimeout) },
		"a proxy's 404": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte("<html>"))
		},
		"nothing, but cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			company := httptest.NewServer(answer)
			t.Cleanup(company.Close)
			f := newFront(t, describedAs(local(t), "stand-in", "klarna", company.URL))
			f.account("stand-in", "default", "K1", "key", upstream.Options{})
			if status, text := f.create(company.URL + "/payments/v1/sessions/a"); status != http.StatusServiceUnavailable || !strings.Contains(text, "TEMPORARILY_UNAVAILABLE") {
				t.Errorf("%d %s", status, text)
			}
			if lines := f.log.lines(t, "upstream call"); len(lines) != 1 {
				t.Errorf("the log says %v", lines)
			}
		})
	}
	foreign := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(foreign.Close)
	f := newFront(t, describedAs(local(t), "stand-in", "klarna", foreign.URL))
	f.account("stand-in", "default", "K1", "key", upstream.Options{})
	if status, text := f.create(foreign.URL + "/payments/v1/sessions/a"); status != http.StatusServiceUnavailable {
		t.Errorf("a certificate that does not fit: %d %s", status, text)
	}
}

// What describes an upstream is judged before the server starts, each by its
// variable.
func TestDescribedUpstreamsAreJudged(t *testing.T) {
	c := describedAs(local(t), "one", "klarna", "http://127.0.0.1:1")
	c = describedAs(c, "two", "kustom", "http://127.0.0.1:1")
	c.Upstreams["OPENHPP_UPSTREAM_THREE"] = "{}"
	_, err := Open(t.Context(), c, discardLog())
	for _, want := range []string{"OPENHPP_UPSTREAM_TWO: hosts: 127.0.0.1:1 is a host of one already", "OPENHPP_UPSTREAM_THREE: kind must be klarna or kustom"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// Real money never meets a playground, and test money meets a server of real
// money only where its operator allowed it for a merchant.
func TestEnvironmentsOfUpstreams(t *testing.T) {
	playground := newFront(t, local(t))
	if status, text := playground.create("https://api.klarna.com/payments/v1/sessions/a"); status != 400 || !strings.Contains(text, "api.klarna.com takes real money, and this server is a playground") {
		t.Errorf("real money in a playground: %d %s", status, text)
	}
	company := newStandIn(t, upstream.Klarna)
	payment := company.url + "/payments/v1/sessions/" + company.open("/payments/v1/sessions", "session_id", lamp, http.StatusOK)
	f := newFront(t, describedAs(inProduction(t), "stand-in", "klarna", company.url))
	if status, text := f.create("https://api.playground.kustom.co/checkout/v3/orders/a"); status != 400 || !strings.Contains(text, "api.playground.kustom.co") {
		t.Errorf("test money, no account: %d %s", status, text)
	}
	account := company.accounts["m1"]
	f.account("stand-in", "default", account.Username, account.Password, upstream.Options{TestAllowed: true})
	if status, text := f.create(payment); status != http.StatusCreated {
		t.Errorf("test money that is allowed: %d %s", status, text)
	}
	if status, text := f.create("https://example.com/payments/v1/sessions/a"); status != 400 || !strings.Contains(text, "api.klarna.com") || strings.Contains(text, "playground") {
		t.Errorf("an unknown host: %d %s; want the hosts of real money named", status, text)
	}
	if status, text := get(t, "http://"+f.app.ops.address()+"/readyz?verbose"); status != http.StatusOK || !strings.Contains(text, "merchants' own accounts") {
		t.Errorf("/readyz?verbose: %d %s", status, text)
	}
}
