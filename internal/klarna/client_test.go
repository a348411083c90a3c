package klarna_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
)

var ref = hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "a/b c"}

// secret stands in every request; no error may show it.
const secret = "Ålice-secret"

// upstream answers every request alike, by "METHOD escaped-path", and keeps
// what it was asked.
type upstream struct {
	answers map[string]answer
	asked   []string
	bodies  []map[string]any
	header  http.Header
}

type answer struct {
	status int
	body   string
}

func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.Method + " " + r.URL.EscapedPath()
	u.asked = append(u.asked, name)
	u.header = r.Header
	var body map[string]any
	if text, _ := io.ReadAll(r.Body); len(text) > 0 {
		_ = json.Unmarshal(text, &body)
	}
	u.bodies = append(u.bodies, body)
	found, ok := u.answers[name]
	if !ok {
		found = answer{http.StatusNotFound, `{"error_code":"NOT_FOUND","error_messages":["Invalid session id"],"correlation_id":"x"}`}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(found.status)
	_, _ = io.WriteString(w, found.body)
}

// served carries requests to a handler instead of the network.
type served struct{ http.Handler }

func (s served) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

func client(u http.Handler) *klarna.Client {
	return &klarna.Client{
		BaseURL: "http://provider.test", Transport: served{u},
		Credentials: func(m hpp.MerchantID) (string, string, error) { return "user-" + string(m), secret, nil },
	}
}

const (
	sessionPath = "/payments/v1/sessions/a%2Fb%20c"
	sessionBody = `{"status":"incomplete","client_token":"jwt","expires_at":"2026-11-25T10:48:16.680+01:00","acquiring_channel":"in_store","intent":"buy",
		"purchase_country":"se","purchase_currency":"sek","locale":"sv-SE","order_amount":300,"order_tax_amount":60,"merchant_reference1":"10042",
		"merchant_urls":{"confirmation":"https://shop.test/c"},"billing_address":{"email":"al@example.com"},
		"order_lines":[{"type":"physical","name":"Cap","quantity":3,"quantity_unit":"pcs","unit_price":100,"total_amount":300,"tax_rate":2500,"total_tax_amount":60}],
		"payment_method_categories":[{"identifier":"pay_later","name":"Betala senare"},{"identifier":"pay_now","name":"Betala nu"}],"new_member":1}`
)

func TestRead(t *testing.T) {
	u := &upstream{answers: map[string]answer{
		"GET " + sessionPath: {200, sessionBody},
	}}
	got, err := client(u).Read(t.Context(), "m1", ref)
	want := hpp.PaymentSession{
		State: hpp.PaymentOpen, Reference: "10042", Channel: hpp.InStore, ExpiresAt: time.Date(2026, 11, 25, 9, 48, 16, 680_000_000, time.UTC),
		Purchase: hpp.Purchase{
			Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 300, Tax: 60,
			Lines: []hpp.Line{{Type: "physical", Name: "Cap", Quantity: 3, Unit: "pcs", Total: 300}},
		},
		Methods: []hpp.Method{{Category: hpp.PayLater, Name: "Betala senare"}, {Category: hpp.PayNow, Name: "Betala nu"}},
		Payer:   hpp.Payer{Email: "al@example.com"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	r := http.Request{Header: u.header}
	if user, password, _ := r.BasicAuth(); user != "user-m1" || password != secret {
		t.Errorf("asked as %s with %s", user, password)
	}
}

func TestReadCompleted(t *testing.T) {
	u := &upstream{answers: map[string]answer{"GET " + sessionPath: {200, strings.Replace(sessionBody, "incomplete", "complete", 1)}}}
	got, err := client(u).Read(t.Context(), "m1", ref)
	if err != nil || got.State != hpp.PaymentComplete || got.Purchase.Amount != 300 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadUnknown(t *testing.T) {
	for name, u := range map[string]*upstream{
		"the session":       {},
		"a page of a proxy": {answers: map[string]answer{"GET " + sessionPath: {404, "<html>"}}},
	} {
		if _, err := client(u).Read(t.Context(), "m1", ref); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	kco := ref
	kco.Kind = hpp.KindCheckout
	if _, err := client(&upstream{}).Read(t.Context(), "m1", kco); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a kind that is not served: %v", err)
	}
}

const (
	placePath = "/payments/v1/authorizations/tok%2Fen/order"
	orderPath = "/ordermanagement/v1/orders/o-1"
)

func TestPlaceOrder(t *testing.T) {
	u := &upstream{answers: map[string]answer{
		"GET " + sessionPath: {200, sessionBody},
		"POST " + placePath:  {200, `{"order_id":"o-1","fraud_status":"PENDING"}`},
		"GET " + orderPath:   {200, `{"order_id":"o-1","klarna_reference":"7Q2M9RTD"}`},
	}}
	c := client(u)
	for range 2 {
		got, err := c.PlaceOrder(t.Context(), "m1", ref, "tok/en", nil)
		if diff := cmp.Diff(hpp.Order{ID: "o-1", Reference: "7Q2M9RTD", Pending: true}, got); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	if diff := cmp.Diff(u.bodies[1], u.bodies[4]); diff != "" {
		t.Errorf("a repeat has another body:\n%s", diff)
	}
	want := map[string]any{
		"purchase_country": "se", "purchase_currency": "sek", "locale": "sv-SE", "order_amount": 300.0, "order_tax_amount": 60.0,
		"merchant_reference1": "10042", "merchant_urls": map[string]any{"confirmation": "https://shop.test/c"},
		"order_lines": []any{map[string]any{
			"type": "physical", "name": "Cap", "quantity": 3.0, "quantity_unit": "pcs", "unit_price": 100.0, "total_amount": 300.0, "tax_rate": 2500.0, "total_tax_amount": 60.0,
		}},
	}
	if diff := cmp.Diff(want, u.bodies[1]); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// After the order call only the order can say how it went: an answer that
// does not come, or is no order, leaves the outcome unknown.
func TestPlaceOrderOutcomes(t *testing.T) {
	const refused = `{"error_code":"BAD_VALUE","error_messages":["Not matching fields: [order_amount]"]}`
	for name, c := range map[string]struct {
		session, place, order answer
		refusal               string
	}{
		"session gone":   {answer{404, `{"error_code":"NOT_FOUND"}`}, answer{}, answer{}, "NOT_FOUND"},
		"refused":        {answer{200, sessionBody}, answer{409, refused}, answer{}, "BAD_VALUE"},
		"session fails":  {answer{500, ""}, answer{}, answer{}, ""},
		"order fails":    {answer{200, sessionBody}, answer{502, "<html>"}, answer{}, ""},
		"no order id":    {answer{200, sessionBody}, answer{200, `{}`}, answer{}, ""},
		"no JSON":        {answer{200, sessionBody}, answer{200, `<html>`}, answer{}, ""},
		"order unread":   {answer{200, sessionBody}, answer{200, `{"order_id":"o-1"}`}, answer{503, ""}, ""},
		"order not seen": {answer{200, sessionBody}, answer{200, `{"order_id":"o-1"}`}, answer{404, `{"error_code":"NO_SUCH_ORDER"}`}, ""},
	} {
		u := &upstream{answers: map[string]answer{"GET " + sessionPath: c.session, "POST " + placePath: c.place, "GET " + orderPath: c.order}}
		_, err := client(u).PlaceOrder(t.Context(), "m1", ref, "tok/en", nil)
		var code string
		if refusal, ok := errors.AsType[*hpp.Refusal](err); ok {
			code = refusal.Code
		}
		if err == nil || code != c.refusal {
			t.Errorf("%s: %v, want refusal %q", name, err, c.refusal)
		}
	}
}

func TestCaptureAndRelease(t *testing.T) {
	u := &upstream{answers: map[string]answer{
		"POST " + orderPath + "/captures":             {201, ""},
		"DELETE /payments/v1/authorizations/tok%2Fen": {204, ""},
	}}
	if err := client(u).Capture(t.Context(), "m1", ref, "o-1", 300, "attempt"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]any{"captured_amount": 300.0}, u.bodies[0]); diff != "" || u.header.Get("Klarna-Idempotency-Key") != "attempt" {
		t.Errorf("key %q, sent\n%s", u.header.Get("Klarna-Idempotency-Key"), diff)
	}
	if err := client(u).Release(t.Context(), "m1", ref, "tok/en"); err != nil {
		t.Error(err)
	}
	if err := client(u).Release(t.Context(), "m1", ref, "gone"); err != nil {
		t.Errorf("nothing left to release: %v", err)
	}
	if err := client(u).Capture(t.Context(), "m1", ref, "gone", 300, "k"); !isRefusal(err) {
		t.Errorf("capture of no order: %v", err)
	}
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[*hpp.Refusal](err)
	return ok
}

// Which answers say no for good, and that no error tells what was asked.
func TestOutcomes(t *testing.T) {
	for status, definite := range map[int]bool{
		400: true, 401: true, 403: true, 404: true, 405: true, 409: true, 413: true, 422: true,
		408: false, 425: false, 429: false, 500: false, 502: false, 503: false, 504: false, 302: false, 200: false, 204: false,
	} {
		u := &upstream{answers: map[string]answer{"POST " + orderPath + "/captures": {status, `{"who":"` + secret + `"}`}}}
		err := client(u).Capture(t.Context(), "m1", ref, "o-1", 300, secret)
		if status == 200 {
			if err != nil {
				t.Errorf("200: %v", err)
			}
			continue
		}
		if err == nil || isRefusal(err) != definite || strings.Contains(err.Error(), secret) {
			t.Errorf("%d: %v, definite %v", status, err, definite)
		}
	}
}

func TestRefusalWords(t *testing.T) {
	for body, want := range map[string]hpp.Refusal{
		`{"error_code":"X","error_messages":["a","b"]}`: {Code: "X", Message: "a; b"},
		`{"error_code":"X","error_message":"c"}`:        {Code: "X", Message: "c"},
		`{"error_code":"X"}`:                            {Code: "X"},
		`<html>`:                                        {Code: "HTTP_403", Message: "Forbidden"},
		``:                                              {Code: "HTTP_403", Message: "Forbidden"},
		`{"error_code":"X","error_messages":["` + strings.Repeat("é", 200) + `"]}`: {Code: "X", Message: strings.Repeat("é", 150)},
	} {
		u := &upstream{answers: map[string]answer{"POST " + orderPath + "/captures": {403, body}}}
		err := client(u).Capture(t.Context(), "m1", ref, "o-1", 1, "k")
		refusal, ok := errors.AsType[*hpp.Refusal](err)
		if !ok {
			t.Errorf("%s: %v", body, err)
			continue
		}
		if diff := cmp.Diff(want, *refusal); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestTransportFails(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	broken := client(nil)
	broken.BaseURL, broken.Transport = server.URL, server.Client().Transport
	if err := broken.Capture(t.Context(), "m1", ref, "o-1", 1, "k"); err == nil || isRefusal(err) {
		t.Errorf("a cut connection: %v", err)
	}
	unknown := client(&upstream{})
	unknown.Credentials = func(hpp.MerchantID) (string, string, error) { return "", "", errors.New("no credentials") }
	if err := unknown.Capture(t.Context(), "m1", ref, "o-1", 1, "k"); err == nil || isRefusal(err) {
		t.Errorf("no credentials: %v", err)
	}
	large := client(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, strings.Repeat("x", 4<<20+1))
	}))
	if err := large.Capture(t.Context(), "m1", ref, "o-1", 1, "k"); err == nil || isRefusal(err) {
		t.Errorf("an endless answer: %v", err)
	}
}

func TestTimeout(t *testing.T) {
	c := client(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	c.Timeout = time.Millisecond
	if err := c.Capture(t.Context(), "m1", ref, "o-1", 1, "k"); !errors.Is(err, context.DeadlineExceeded) || isRefusal(err) {
		t.Errorf("%v", err)
	}
}

// What a provider names decides whether the payer can correct it.
func TestRefusalNamesMembers(t *testing.T) {
	u := &upstream{answers: map[string]answer{"POST " + orderPath + "/captures": {400,
		`{"error_code":"BAD_VALUE","error_messages":["Bad value: billing_address.given_name, must be a name","Bad value: payer.email","Something else"]}`}}}
	refusal, ok := errors.AsType[*hpp.Refusal](client(u).Capture(t.Context(), "m1", ref, "o-1", 1, "k"))
	if !ok || !refusal.Request || !slices.Equal(refusal.Fields, []string{"billing_address.given_name", "payer.email"}) {
		t.Errorf("%+v", refusal)
	}
}
