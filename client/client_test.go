package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/client"
)

// seen is what a stub server got.
type seen struct {
	Method, Path, Type, Accept, Key, Body string
	Username, Password                    string
}

// stub answers every request the same way and remembers the last one.
func stub(t *testing.T, status int, header http.Header, body string) (*client.Client, *seen) {
	t.Helper()
	got := new(seen)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		*got = seen{
			Method: r.Method, Path: r.URL.EscapedPath(), Body: string(text),
			Type: r.Header.Get("Content-Type"), Accept: r.Header.Get("Accept"), Key: r.Header.Get("Klarna-Idempotency-Key"),
		}
		got.Username, got.Password, _ = r.BasicAuth()
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return &client.Client{BaseURL: server.URL + "/", Username: "M1", Password: "secret"}, got
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var lamp = client.Purchase{
	Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, TaxAmount: 2500,
	Lines: []client.OrderLine{{Type: client.LinePhysical, Name: "Lampa", Quantity: 1, UnitPrice: 12500, TaxRate: 2500, Total: 12500, TotalTax: 2500}},
}

const lampJSON = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":12500,"order_tax_amount":2500,` +
	`"order_lines":[{"type":"physical","name":"Lampa","quantity":1,"unit_price":12500,"tax_rate":2500,"total_amount":12500,"total_tax_amount":2500}]}`

// TestCalls holds, for each call, what goes over the wire and what comes back.
func TestCalls(t *testing.T) {
	at := instant(t, "2026-11-24T10:00:00.5Z")
	tests := map[string]struct {
		status     int
		header     http.Header
		answer     string
		call       func(ctx context.Context, c *client.Client) (any, error)
		method     string
		path, body string
		key        string
		want       any
	}{
		"create payment": {
			status: 200, answer: `{"session_id":"p1","client_token":"jwt","payment_method_categories":[{"identifier":"pay_later","name":"Betala senare"}]}`,
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.CreatePayment(ctx, lamp, client.WithIdempotencyKey("k1"))
			},
			method: "POST", path: "/payments/v1/sessions", body: lampJSON, key: "k1",
			want: client.CreatedPayment{SessionID: "p1", ClientToken: "jwt", Categories: []client.PaymentCategory{{Identifier: "pay_later", Name: "Betala senare"}}},
		},
		"read payment": {
			status: 200, answer: `{"purchase_country":"SE","order_amount":12500,"status":"incomplete","expires_at":"2026-11-24T10:00:00.500Z"}`,
			call:   func(ctx context.Context, c *client.Client) (any, error) { return c.ReadPayment(ctx, "p1") },
			method: "GET", path: "/payments/v1/sessions/p1",
			want: client.Payment{Purchase: client.Purchase{Country: "SE", Amount: 12500}, Status: "incomplete", ExpiresAt: at},
		},
		"place order": {
			status: 200, answer: `{"order_id":"o1","fraud_status":"ACCEPTED","redirect_url":"https://pay.test/r"}`,
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.PlaceOrder(ctx, "a token/of one", lamp, client.WithIdempotencyKey("k2"))
			},
			method: "POST", path: "/payments/v1/authorizations/a%20token%2Fof%20one/order", body: lampJSON, key: "k2",
			want: client.PlacedOrder{OrderID: "o1", FraudStatus: "ACCEPTED", RedirectURL: "https://pay.test/r"},
		},
		"create session": {
			status: 201, answer: `{"session_id":"s1","redirect_url":"https://pay.test/eu/hpp/payments/x","qr_code_url":"https://pay.test/q","session_url":"https://pay.test/s","distribution_url":"https://pay.test/d","expires_at":"2026-11-24T10:00:00.500Z"}`,
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.CreateSession(ctx, client.NewSession{
					PaymentSessionURL: "https://pay.test/payments/v1/sessions/p1",
					MerchantURLs:      client.MerchantURLs{Success: "https://shop.test/ok?o={{order_id}}"},
					Options:           &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
				})
			},
			method: "POST", path: "/hpp/v1/sessions",
			body: `{"payment_session_url":"https://pay.test/payments/v1/sessions/p1","merchant_urls":{"success":"https://shop.test/ok?o={{order_id}}"},"options":{"place_order_mode":"PLACE_ORDER"}}`,
			want: client.CreatedSession{SessionID: "s1", RedirectURL: "https://pay.test/eu/hpp/payments/x", QRCodeURL: "https://pay.test/q", SessionURL: "https://pay.test/s", DistributionURL: "https://pay.test/d", ExpiresAt: at},
		},
		"create a bare session": {
			status: 201, answer: `{"session_id":"s1"}`,
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.CreateSession(ctx, client.NewSession{PaymentSessionURL: c.PaymentURL("p1")[len(c.BaseURL)-1:]})
			},
			method: "POST", path: "/hpp/v1/sessions", body: `{"payment_session_url":"/payments/v1/sessions/p1"}`,
			want: client.CreatedSession{SessionID: "s1"},
		},
		"read session": {
			status: 200, answer: `{"session_id":"s1","status":"COMPLETED","order_id":"o1","klarna_reference":"AB12CD34","updated_at":"2026-11-24T10:00:00.500Z","expires_at":"2026-11-24T10:00:00.500Z"}`,
			call:   func(ctx context.Context, c *client.Client) (any, error) { return c.ReadSession(ctx, "s1") },
			method: "GET", path: "/hpp/v1/sessions/s1",
			want: client.Session{SessionID: "s1", Status: client.Completed, OrderID: "o1", Reference: "AB12CD34", UpdatedAt: at, ExpiresAt: at},
		},
		"disable session": {
			status: 204,
			call:   func(ctx context.Context, c *client.Client) (any, error) { return nil, c.DisableSession(ctx, "s1") },
			method: "DELETE", path: "/hpp/v1/sessions/s1",
		},
		"read order": {
			status: 200, answer: `{"order_id":"o1","status":"PART_CAPTURED","order_amount":100,"captured_amount":40,"remaining_authorized_amount":60,"captures":[{"capture_id":"c1","captured_amount":40,"captured_at":"2026-11-24T10:00:00.500Z"}]}`,
			call:   func(ctx context.Context, c *client.Client) (any, error) { return c.ReadOrder(ctx, "o1") },
			method: "GET", path: "/ordermanagement/v1/orders/o1",
			want: client.Order{OrderID: "o1", Status: "PART_CAPTURED", Amount: 100, Captured: 40, Remaining: 60, Captures: []client.Capture{{CaptureID: "c1", Amount: 40, CapturedAt: at}}},
		},
		"capture": {
			status: 201, header: http.Header{"Capture-Id": {"c1"}, "Location": {"https://pay.test/ordermanagement/v1/orders/o1/captures/other"}},
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.CaptureOrder(ctx, "o1", client.NewCapture{Amount: 60}, client.WithIdempotencyKey("k3"))
			},
			method: "POST", path: "/ordermanagement/v1/orders/o1/captures", body: `{"captured_amount":60}`, key: "k3", want: "c1",
		},
		"capture known by its address alone": {
			status: 201, header: http.Header{"Location": {"https://pay.test/ordermanagement/v1/orders/o1/captures/c2"}},
			call: func(ctx context.Context, c *client.Client) (any, error) {
				return c.CaptureOrder(ctx, "o1", client.NewCapture{Amount: 60})
			},
			method: "POST", path: "/ordermanagement/v1/orders/o1/captures", body: `{"captured_amount":60}`, want: "c2",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, got := stub(t, test.status, test.header, test.answer)
			answer, err := test.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, answer); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			want := seen{Method: test.method, Path: test.path, Body: test.body, Accept: "application/json", Key: test.key, Username: "M1", Password: "secret"}
			if test.body != "" {
				want.Type = "application/json"
			}
			if diff := cmp.Diff(want, *got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	tests := map[string]struct {
		status int
		header http.Header
		body   string
		want   client.Error
		text   string
	}{
		"the envelope": {
			status: 400, body: `{"error_code":"BAD_VALUE","error_messages":["Bad value: order_amount","Bad value: locale"],"correlation_id":"c-1"}`,
			want: client.Error{Op: "read session", Status: 400, Code: "BAD_VALUE", Messages: []string{"Bad value: order_amount", "Bad value: locale"}, CorrelationID: "c-1"},
			text: "client: read session: 400 BAD_VALUE: Bad value: order_amount; Bad value: locale (correlation id c-1)",
		},
		"a proxy's page": {
			status: 502, header: http.Header{"Klarna-Correlation-Id": {"c-2"}}, body: `<h1>Bad gateway</h1>`,
			want: client.Error{Op: "read session", Status: 502, CorrelationID: "c-2"},
			text: "client: read session: 502 (correlation id c-2)",
		},
		"nothing": {
			status: 401, want: client.Error{Op: "read session", Status: 401}, text: "client: read session: 401",
		},
		"success that is another": {
			status: 204, want: client.Error{Op: "read session", Status: 204}, text: "client: read session: 204",
		},
		"a redirect is not followed": {
			status: 302, header: http.Header{"Location": {"/elsewhere"}},
			want: client.Error{Op: "read session", Status: 302}, text: "client: read session: 302",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := stub(t, test.status, test.header, test.body)
			_, err := c.ReadSession(t.Context(), "s1")
			got, ok := errors.AsType[*client.Error](err)
			if !ok {
				t.Fatalf("got %v, want a *client.Error", err)
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err.Error() != test.text {
				t.Errorf("text %q, want %q", err, test.text)
			}
			if !client.IsCode(err, test.want.Code) || client.IsCode(err, "OTHER") {
				t.Error("IsCode is wrong about the code")
			}
		})
	}
}

// Identifiers come from addresses and databases; an empty one must not turn
// a read of one thing into a request for another.
func TestIdentifiersAreRefusedBeforeSending(t *testing.T) {
	calls := map[string]func(context.Context, *client.Client, string) error{
		"session": func(ctx context.Context, c *client.Client, id string) error {
			_, err := c.ReadSession(ctx, id)
			return err
		},
		"disable": func(ctx context.Context, c *client.Client, id string) error { return c.DisableSession(ctx, id) },
		"payment": func(ctx context.Context, c *client.Client, id string) error {
			_, err := c.ReadPayment(ctx, id)
			return err
		},
		"order": func(ctx context.Context, c *client.Client, id string) error {
			_, err := c.ReadOrder(ctx, id)
			return err
		},
		"place": func(ctx context.Context, c *client.Client, id string) error {
			_, err := c.PlaceOrder(ctx, id, lamp)
			return err
		},
		"capture": func(ctx context.Context, c *client.Client, id string) error {
			_, err := c.CaptureOrder(ctx, id, client.NewCapture{Amount: 1})
			return err
		},
	}
	for name, call := range calls {
		for _, id := range []string{"", ".", ".."} {
			t.Run(name+" "+id, func(t *testing.T) {
				c, got := stub(t, 200, nil, `{}`)
				if err := call(t.Context(), c, id); err == nil || !strings.Contains(err.Error(), "want the one the server gave") {
					t.Errorf("got %v", err)
				}
				if got.Method != "" {
					t.Errorf("a request went out: %+v", *got)
				}
			})
		}
	}
}

// A token must not reach a log by way of an error.
func TestTransportErrorsHoldNoAddress(t *testing.T) {
	c, _ := stub(t, 200, nil, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.PlaceOrder(ctx, "secret-token", lamp)
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "secret-token") {
		t.Errorf("got %v", err)
	}
	c.BaseURL = "http://no host\x7f"
	if _, err := c.PlaceOrder(t.Context(), "secret-token", lamp); err == nil || strings.Contains(err.Error(), "secret-token") {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerThatIsNotJSON(t *testing.T) {
	c, _ := stub(t, 200, nil, "<html>")
	_, err := c.ReadSession(t.Context(), "s1")
	if syntax, ok := errors.AsType[*json.SyntaxError](err); !ok {
		t.Errorf("got %v (%v), want a syntax error", err, syntax)
	}
}

func TestOwnHTTPClient(t *testing.T) {
	c, got := stub(t, 200, nil, `{}`)
	var used bool
	c.HTTP = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		used = true
		return http.DefaultTransport.RoundTrip(r)
	})}
	if _, err := c.ReadSession(t.Context(), "s1"); err != nil {
		t.Fatal(err)
	}
	if !used || got.Path != "/hpp/v1/sessions/s1" {
		t.Errorf("used %v, path %q", used, got.Path)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestFinal(t *testing.T) {
	for status, want := range map[client.Status]bool{
		client.Waiting: false, client.InProgress: false, client.Failed: false, client.Back: false, client.Errored: false,
		client.Completed: true, client.Cancelled: true, client.Disabled: true,
	} {
		if got := status.Final(); got != want {
			t.Errorf("%s: final %v, want %v", status, got, want)
		}
	}
}
