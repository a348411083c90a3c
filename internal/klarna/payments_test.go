package klarna_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	readSession = "GET /payments/v1/sessions/a-b_c"
	sessionBody = `{"status":"incomplete","client_token":"jwt","expires_at":"2026-11-25T10:48:16.680+01:00","acquiring_channel":"in_store","intent":"buy",
		"purchase_country":"se","purchase_currency":"sek","locale":"sv-SE","order_amount":300,"order_tax_amount":60,"merchant_reference1":"10042",
		"merchant_urls":{"confirmation":"https://shop.test/c","new_url":"https://shop.test/n"},"billing_address":{"email":"al@example.com"},"customer":{"date_of_birth":"1980-01-01"},
		"order_lines":[{"type":"physical","name":"Cap","quantity":3,"quantity_unit":"pcs","unit_price":100,"total_amount":300,"tax_rate":2500,"total_tax_amount":60,"new_member":{"b":1,"a":2}}],
		"payment_method_categories":[{"identifier":"pay_later","name":"Betala senare"},{"identifier":"pay_now","name":"Betala nu"}],"new_member":1}`
)

// with is a session with members put before it.
func with(members string) answer {
	return answer{status: 200, body: "{" + members + "," + sessionBody[1:]}
}

// completed is a session whose order was placed.
var completed = answer{status: 200, body: strings.Replace(sessionBody, "incomplete", "complete", 1)}

func TestReadSession(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{readSession: {status: 200, body: sessionBody}}}
	p := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}
	got, err := p.Read(t.Context(), "m1", ref)
	want := hpp.PaymentSession{
		State: hpp.PaymentOpen, Reference: "10042", Channel: hpp.InStore, ExpiresAt: time.Date(2026, 11, 25, 9, 48, 16, 680_000_000, time.UTC),
		Purchase: hpp.Purchase{
			Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 300, Tax: 60,
			Lines: []hpp.Line{{Type: "physical", Name: "Cap", Quantity: 3, Unit: "pcs", Total: 300}},
		},
		Methods: []hpp.Method{{Category: hpp.PayLater, Name: "Betala senare"}, {Category: hpp.PayNow, Name: "Betala nu"}},
		// What the payer typed at the company stays there.
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := p.Read(t.Context(), "m1", hpp.PaymentRef{Kind: hpp.KindCheckout, ID: ref.ID}); outcome(err) != "not found" || len(u.asked) != 1 {
		t.Errorf("a Checkout order at Klarna Payments: %v, asked %v", err, u.asked)
	}
}

func TestOutcome(t *testing.T) {
	t.Parallel()
	const readHosted = "GET /hpp/v1/sessions/h-1"
	for name, c := range map[string]struct {
		answers map[string]answer
		remote  string
		kind    hpp.OutcomeKind
		token   string
	}{
		"nothing yet":                    {map[string]answer{readSession: {status: 200, body: sessionBody}}, "", hpp.OutcomeNone, ""},
		"authorized":                     {map[string]answer{readSession: with(`"authorization_token":"t-1"`)}, "", hpp.OutcomeToken, "t-1"},
		"placed":                         {map[string]answer{readSession: completed}, "", hpp.OutcomeComplete, ""},
		"nothing yet at the page":        {map[string]answer{readSession: {status: 200, body: sessionBody}, readHosted: {status: 200, body: `{"status":"IN_PROGRESS"}`}}, "h-1", hpp.OutcomeNone, ""},
		"authorized at the page":         {map[string]answer{readSession: {status: 200, body: sessionBody}, readHosted: {status: 200, body: `{"status":"COMPLETED","authorization_token":"t-2"}`}}, "h-1", hpp.OutcomeToken, "t-2"},
		"the page is gone":               {map[string]answer{readSession: {status: 200, body: sessionBody}}, "h-1", hpp.OutcomeNone, ""},
		"the session goes before a page": {map[string]answer{readSession: with(`"authorization_token":"t-1"`), readHosted: {status: 500}}, "h-1", hpp.OutcomeToken, "t-1"},
	} {
		p := klarna.Payments{Client: client(t, upstream.Klarna, &server{answers: c.answers}).Client}
		got, err := p.Outcome(t.Context(), "m1", ref, c.remote)
		if err != nil || got.Kind != c.kind || got.Token != c.token || (len(got.OrderBody) > 0) != (c.kind != hpp.OutcomeComplete) || got.Order.ID != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if got.Purchase.Amount != 300 {
			t.Errorf("%s: the purchase is %+v", name, got.Purchase)
		}
	}
	lost := klarna.Payments{Client: client(t, upstream.Klarna, &server{answers: map[string]answer{readSession: {status: 200, body: sessionBody}, readHosted: {status: 502}}}).Client}
	if got, err := lost.Outcome(t.Context(), "m1", ref, "h-1"); outcome(err) != "unknown" {
		t.Errorf("%+v, %v: a page that cannot be read is taken for no", got, err)
	}
}

// An order repeats what the session has, also what this version does not know,
// and nothing that the payer typed; the same session makes the same bytes.
func TestOrderBody(t *testing.T) {
	t.Parallel()
	p := klarna.Payments{Client: client(t, upstream.Klarna, &server{answers: map[string]answer{readSession: with(`"authorization_token":"t-1"`)}}).Client}
	first, err := p.Outcome(t.Context(), "m1", ref, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Outcome(t.Context(), "m1", ref, "")
	if err != nil || string(first.OrderBody) != string(again.OrderBody) {
		t.Errorf("%v: %s and %s", err, first.OrderBody, again.OrderBody)
	}
	want := map[string]any{
		"purchase_country": "se", "purchase_currency": "sek", "locale": "sv-SE", "order_amount": 300.0, "order_tax_amount": 60.0, "acquiring_channel": "in_store",
		"merchant_reference1": "10042", "merchant_urls": map[string]any{"confirmation": "https://shop.test/c", "new_url": "https://shop.test/n"},
		"order_lines": []any{map[string]any{
			"type": "physical", "name": "Cap", "quantity": 3.0, "quantity_unit": "pcs", "unit_price": 100.0, "total_amount": 300.0, "tax_rate": 2500.0, "total_tax_amount": 60.0,
			"new_member": map[string]any{"b": 1.0, "a": 2.0},
		}},
	}
	if diff := cmp.Diff(want, decoded(t, string(first.OrderBody))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Once an authorization is known nobody should begin another one at the page; a
// page that cannot be ended is no fault.
func TestHostedPageIsEnded(t *testing.T) {
	t.Parallel()
	const end = "DELETE /hpp/v1/sessions/h-1"
	running := answer{status: 200, body: `{"session_id":"h-1","status":"IN_PROGRESS"}`}
	used := answer{status: 200, body: `{"session_id":"h-1","status":"COMPLETED","authorization_token":"t-1"}`}
	for name, c := range map[string]struct {
		page, end answer
		ended     bool
	}{
		"authorized elsewhere":      {running, answer{status: 204}, true},
		"the page cannot be ended":  {running, answer{status: 403, body: `{"error_code":"NOT_ALLOWED"}`}, true},
		"ending it goes unanswered": {running, answer{status: 502}, true},
		"authorized at the page":    {used, answer{status: 500}, false},
		"the page cannot be read":   {answer{status: 502}, answer{status: 500}, false},
	} {
		u := &server{answers: map[string]answer{readSession: with(`"authorization_token":"t-1"`), "GET /hpp/v1/sessions/h-1": c.page, end: c.end}}
		got, err := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}.Outcome(t.Context(), "m1", ref, "h-1")
		if err != nil || got.Token != "t-1" || slices.Contains(u.asked, end) != c.ended {
			t.Errorf("%s: %+v, %v after %v", name, got, err, u.asked)
		}
	}
}

// The options are those of the account that the session belongs to, once that is
// known.
func TestOptionsOfTheRightAccount(t *testing.T) {
	t.Parallel()
	first, second := login("one"), login("two")
	second.Options.Mode = upstream.Redirect
	u := &server{answers: map[string]answer{"two " + readSession: {status: 200, body: sessionBody}}}
	p := klarna.Payments{Client: client(t, upstream.Klarna, u, first, second).Client}
	if _, err := p.Read(t.Context(), "m1", ref); err != nil {
		t.Fatal(err)
	}
	if got := p.Actions("m1", ref); len(got) != 1 || got[0] != hpp.ActionRedirect {
		t.Errorf("%v", got)
	}
}
