package klarna_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	placeOrder = "POST /payments/v1/authorizations/tok%2Fen/order"
	readOrder  = "GET /ordermanagement/v1/orders/o-1"
	placedBody = `{"order_id":"o-1","redirect_url":"https://payments.klarna.com/redirect/x","fraud_status":"PENDING"}`
)

var (
	frozen = []byte(`{"order_amount":300,  "locale":"sv-SE"}`)
	placed = answer{status: 200, body: placedBody}
	order  = answer{status: 200, body: `{"order_id":"o-1","klarna_reference":"7Q2M9RTD"}`}
)

// An order is placed with the very bytes that were kept.
func TestPlaceOrder(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{placeOrder: placed, readOrder: order}}
	p := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}
	for range 2 {
		got, err := p.PlaceOrder(t.Context(), "m1", ref, "tok/en", frozen)
		if diff := cmp.Diff(hpp.Order{ID: "o-1", Reference: "7Q2M9RTD", Pending: true}, got); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	if u.bodies[0] != string(frozen) || u.bodies[2] != string(frozen) || len(u.asked) != 4 {
		t.Errorf("asked %v with %q", u.asked, u.bodies)
	}
}

// After the order call only an answer says how it went.
func TestPlaceOrderOutcomes(t *testing.T) {
	t.Parallel()
	used := answer{status: 403, body: `{"error_code":"INVALID_OPERATION"}`}
	for name, c := range map[string]struct {
		place, order answer
		want, id     string
	}{
		"refused":                     {used, order, "no: INVALID_OPERATION", ""},
		"no such token":               {answer{status: 404, body: notFound}, order, "no: NOT_FOUND", ""},
		"unknown":                     {answer{status: 502, body: htmlPage}, order, "unknown", ""},
		"no order id":                 {answer{status: 200, body: `{}`}, order, "unknown", ""},
		"no JSON":                     {answer{status: 200, body: htmlPage}, order, "unknown", ""},
		"order unread":                {placed, answer{status: 503}, "unknown", ""},
		"order that cannot be seen":   {placed, answer{status: 403, body: `{"error_code":"ACCESS_DENIED"}`}, "done", "o-1"},
		"order not there yet":         {placed, answer{status: 404, body: `{"error_code":"NO_SUCH_ORDER"}`}, "done", "o-1"},
		"no rights on orders":         {placed, answer{status: 401}, "done", "o-1"},
		"credentials ended meanwhile": {answer{status: 401}, order, "credentials", ""},
	} {
		u := &server{answers: map[string]answer{placeOrder: c.place, readOrder: c.order}}
		got, err := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}.PlaceOrder(t.Context(), "m1", ref, "tok/en", frozen)
		if outcome(err) != c.want || err == nil && got.ID != c.id {
			t.Errorf("%s: %+v, %v; want %s, id %q", name, got, err, c.want, c.id)
		}
	}
}

func TestCaptureAndRelease(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{
		"POST /ordermanagement/v1/orders/o-1/captures": {status: 201},
		"DELETE /payments/v1/authorizations/tok%2Fen":  {status: 204},
	}}
	w := client(t, upstream.Klarna, u)
	p := klarna.Payments{Client: w.Client}
	if err := p.Capture(t.Context(), "m1", ref, "o-1", 300, "attempt"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]any{"captured_amount": 300.0}, decoded(t, u.bodies[0])); diff != "" || u.headers[0].Get("Klarna-Idempotency-Key") != "attempt" {
		t.Errorf("key %q, sent\n%s", u.headers[0].Get("Klarna-Idempotency-Key"), diff)
	}
	for _, token := range []string{"tok/en", "gone"} {
		if err := p.Release(t.Context(), "m1", ref, token); err != nil {
			t.Errorf("%s: %v", token, err)
		}
	}
	u.answers["DELETE /payments/v1/authorizations/lost"] = answer{status: 500}
	if err := p.Release(t.Context(), "m1", ref, "lost"); outcome(err) != "unknown" {
		t.Errorf("a release whose answer is lost: %v", err)
	}
	if err := p.Capture(t.Context(), "m1", ref, "gone", 300, "k"); outcome(err) != "no: NOT_FOUND" {
		t.Errorf("capture of no order: %v", err)
	}
}
