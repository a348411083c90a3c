package app

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/upstream"
)

// faultyCompany is a company whose answers a test spoils while it likes.
type faultyCompany struct {
	url   string
	spoil atomic.Pointer[http.HandlerFunc] // nil: it answers as it should
}

func newFaultyCompany(t *testing.T, s *standIn) *faultyCompany {
	t.Helper()
	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	through := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }}
	c := &faultyCompany{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if spoil := c.spoil.Load(); spoil != nil {
			(*spoil)(w, r)
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// htmlPage answers a page of somebody who stands between.
func htmlPage(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<html><body>" + http.StatusText(status)))
	}
}

// spoiled are answers that cannot be used, and what the log says of each.
var spoiled = []struct {
	name   string
	answer http.HandlerFunc
	status float64 // in the log
	wrong  bool    // it is the merchant's credentials
}{
	{"credentials that were revoked, as HTML", htmlPage(http.StatusUnauthorized), 401, true},
	{"not JSON", htmlPage(http.StatusOK), 200, false},
	{"JSON of something else", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"status":7}`)) }, 200, false},
	{"cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "99")
		_, _ = w.Write([]byte("{"))
	}, 200, false},
	{"too long", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 4<<20+1)) }, 200, false},
	{"a redirect", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://example.com/")
		w.WriteHeader(http.StatusFound)
	}, 302, false},
	{"too many", htmlPage(http.StatusTooManyRequests), 429, false},
	{"a gateway's", htmlPage(http.StatusGatewayTimeout), 504, false},
	{"a proxy's 404", htmlPage(http.StatusNotFound), 404, false},
	{"a connection that broke", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, false},
}

// An answer that cannot be used has one answer for the merchant, one for the payer,
// whose session stays as it is, and a line in the log, at either company. Once the
// company answers again, the same page pays.
func TestAnswersThatCannotBeUsed(t *testing.T) {
	for kind, path := range map[upstream.Kind]string{upstream.Klarna: "/payments/v1/sessions/", upstream.Kustom: "/checkout/v3/orders/"} {
		t.Run(string(kind), func(t *testing.T) {
			behind := newStandIn(t, kind)
			company := newFaultyCompany(t, behind)
			f := newFront(t, describedAs(local(t), "stand-in", string(kind), company.url))
			account := behind.accounts["m1"]
			f.account("stand-in", "default", account.Username, account.Password, upstream.Options{})
			open := func() string {
				if kind == upstream.Kustom {
					return company.url + path + behind.open("/checkout/v3/orders", "order_id", checkoutLamp, http.StatusCreated)
				}
				return company.url + path + behind.open("/payments/v1/sessions", "session_id", lamp, http.StatusOK)
			}
			for _, c := range spoiled {
				_, made := f.create(open())
				_, rest, _ := strings.Cut(made, `"redirect_url":"`)
				link, _, _ := strings.Cut(rest, `"`)
				payer := newBrowser(t)
				healthy := payer.open(link)
				another := open()
				company.spoil.Store(&c.answer)
				before := len(f.log.lines(t, "upstream call"))
				status, text := f.create(another)
				switch {
				case c.wrong && (status != 400 || !strings.Contains(text, "refuses the credentials") || !strings.Contains(text, strings.TrimPrefix(company.url, "http://"))):
					t.Errorf("%s: the merchant reads %d %s", c.name, status, text)
				case !c.wrong && (status != 503 || !strings.Contains(text, "TEMPORARILY_UNAVAILABLE")):
					t.Errorf("%s: the merchant reads %d %s", c.name, status, text)
				}
				lines := f.log.lines(t, "upstream call")
				if len(lines) == before || lines[len(lines)-1]["status"] != c.status {
					t.Errorf("%s: the log says %v", c.name, lines[before:])
				}
				// The page can be looked at, with a way back, and begins nothing.
				payer.page = healthy
				payer.send(link+"/pay", map[string]string{"payment_method_category": "pay_later"})
				if began := strings.Contains(payer.at, "/hpp/pay/"); began || !c.wrong && payer.status != http.StatusServiceUnavailable || c.wrong && payer.status != http.StatusOK {
					t.Errorf("%s: the payer gets %d at %s", c.name, payer.status, payer.at)
				}
				// What was read a moment ago may be shown for some seconds.
				shows := func(closed bool) bool {
					page := payer.open(link)
					pays, leaves := strings.Contains(page, `data-testid="pay"`), strings.Contains(page, `data-testid="cancel"`)
					return payer.status == http.StatusOK && pays != closed && leaves != closed && closed == strings.Contains(page, "cannot take payments now")
				}
				tick, over := time.NewTicker(time.Second), time.After(time.Minute)
				for !shows(c.wrong) {
					select {
					case <-tick.C:
					case <-over:
						t.Fatalf("%s: the page answers %d %s", c.name, payer.status, payer.page)
					}
				}
				tick.Stop()
				company.spoil.Store(nil)
				payer.page = healthy
				if payer.send(link+"/pay", map[string]string{"payment_method_category": "pay_later"}); !strings.Contains(payer.at, "/hpp/pay/") {
					t.Errorf("%s: afterwards the payer is led to %s by %d", c.name, payer.at, payer.status)
				}
			}
		})
	}
}

// What is nobody's, another account's, of another kind, or behind a certificate that
// does not fit, is answered at Kustom as at Klarna.
func TestCreateAtKustom(t *testing.T) {
	company := newStandIn(t, upstream.Kustom)
	right, other := company.accounts["m1"], company.accounts["m2"]
	order := company.url + "/checkout/v3/orders/" + company.open("/checkout/v3/orders", "order_id", checkoutLamp, http.StatusCreated)
	for name, c := range map[string]struct {
		username, password, payment string
		status                      int
		says                        string
	}{
		"no credentials":          {"", "", order, 400, "openhpp merchant upstream set"},
		"wrong credentials":       {right.Username, "wrong", order, 400, "refuses the credentials"},
		"an unknown order":        {right.Username, right.Password, company.url + "/checkout/v3/orders/00000000-0000-4000-8000-000000000000", 404, "NOT_FOUND"},
		"another account's order": {other.Username, other.Password, order, 404, "NOT_FOUND"},
		"a payment session there": {right.Username, right.Password, company.url + "/payments/v1/sessions/a", 404, "NOT_FOUND"},
		"another region's host":   {right.Username, right.Password, "https://api-na.playground.kustom.co/checkout/v3/orders/a", 400, "payment_session_url"},
		"right":                   {right.Username, right.Password, order, 201, "redirect_url"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFront(t, describedAs(local(t), "stand-in", "kustom", company.url))
			if c.username != "" {
				f.account("stand-in", "default", c.username, c.password, upstream.Options{})
			}
			if status, text := f.create(c.payment); status != c.status || !strings.Contains(text, c.says) {
				t.Errorf("%d %s, want %d with %q", status, text, c.status, c.says)
			}
		})
	}
	foreign := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(foreign.Close)
	f := newFront(t, describedAs(local(t), "stand-in", "kustom", foreign.URL))
	f.account("stand-in", "default", "K1", "key", upstream.Options{})
	if status, text := f.create(foreign.URL + "/checkout/v3/orders/a"); status != http.StatusServiceUnavailable {
		t.Errorf("a certificate that does not fit: %d %s", status, text)
	}
}
