package klarna_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

const (
	readCheckout   = "GET /checkout/v3/orders/c-1"
	abortCheckout  = "POST /checkout/v3/orders/c-1/abort"
	updateCheckout = "POST /checkout/v3/orders/c-1"
	readPlaced     = "GET /ordermanagement/v1/orders/c-1"
	checkoutBody   = `{"order_id":"c-1","status":"checkout_incomplete","purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":300,"order_tax_amount":60,
		"order_lines":[{"type":"physical","name":"Cap","quantity":3,"quantity_unit":"pcs","unit_price":100,"total_amount":300,"tax_rate":2500,"total_tax_amount":60}],
		"merchant_urls":{"terms":"https://shop.test/t","checkout":"https://shop.test/checkout?a=1","confirmation":"https://shop.test/c?o={checkout.order.id}","push":"https://shop.test/p","new_url":"https://shop.test/n"},
		"merchant_reference1":"10042","html_snippet":"<div id=\"klarna-checkout-container\"></div>","started_at":"2026-11-29T10:00:00Z","last_modified_at":"2026-11-30T10:00:00Z"}`
	omBody = `{"order_id":"c-1","klarna_reference":"7Q2M9RTD","purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":300,"created_at":"2026-11-30T10:00:00Z","fraud_status":"ACCEPTED"}`
)

// cap3 is what is bought.
var cap3 = hpp.Purchase{
	Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 300, Tax: 60,
	Lines: []hpp.Line{{Type: "physical", Name: "Cap", Quantity: 3, Unit: "pcs", Total: 300}},
}

var checkoutRef = hpp.PaymentRef{Provider: "stand-in", Kind: hpp.KindCheckout, ID: "c-1"}

func TestReadCheckout(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{readCheckout: {status: 200, body: checkoutBody}}}
	c := klarna.Checkout{Client: client(t, upstream.Kustom, u).Client}
	got, err := c.Read(t.Context(), "m1", checkoutRef)
	want := hpp.PaymentSession{
		State: hpp.PaymentOpen, Reference: "10042", ExpiresAt: time.Date(2026, 12, 2, 10, 0, 0, 0, time.UTC), TermsURL: "https://shop.test/t",
		Purchase: cap3,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := c.Read(t.Context(), "m1", ref); outcome(err) != "not found" || len(u.asked) != 1 {
		t.Errorf("a payment session at Kustom: %v, asked %v", err, u.asked)
	}
}

// Where an order stands is read, first as a checkout, then as an order
// (docs/spec/upstream.md U3.4).
func TestCheckoutStates(t *testing.T) {
	t.Parallel()
	open := answer{status: 200, body: checkoutBody}
	complete := answer{status: 200, body: strings.Replace(checkoutBody, "checkout_incomplete", "checkout_complete", 1)}
	ended := answer{status: 200, body: strings.Replace(checkoutBody, "checkout_incomplete", "checkout_aborted", 1)}
	gone, om := answer{status: 404, body: notFound}, answer{status: 200, body: omBody}
	placed := hpp.Order{ID: "c-1", Reference: "7Q2M9RTD"}
	for name, c := range map[string]struct {
		checkout, om answer
		want         string
		kind         hpp.OutcomeKind
		order        hpp.Order
	}{
		"incomplete":                {open, om, "done", hpp.OutcomeNone, hpp.Order{}},
		"complete":                  {complete, om, "done", hpp.OutcomeComplete, placed},
		"complete, not placed yet":  {complete, gone, "done", hpp.OutcomeComplete, hpp.Order{ID: "c-1"}},
		"complete, order unread":    {complete, answer{status: 502}, "unknown", "", hpp.Order{}},
		"gone, placed":              {gone, om, "done", hpp.OutcomeComplete, placed},
		"gone, never placed":        {gone, gone, "not found", "", hpp.Order{}},
		"gone, orders may not be":   {gone, answer{status: 403, body: `{"error_code":"ACCESS_DENIED"}`}, "not found", "", hpp.Order{}},
		"ended":                     {ended, gone, "not found", "", hpp.Order{}},
		"ended, placed before":      {ended, om, "done", hpp.OutcomeComplete, placed},
		"gone, order unread":        {gone, answer{status: 503}, "unknown", "", hpp.Order{}},
		"a page of a proxy":         {answer{status: 404, body: htmlPage}, om, "unknown", "", hpp.Order{}},
		"the merchant's key is bad": {answer{status: 401, body: htmlPage}, om, "credentials", "", hpp.Order{}},
	} {
		p := klarna.Checkout{Client: client(t, upstream.Kustom, &server{answers: map[string]answer{readCheckout: c.checkout, readPlaced: c.om}}).Client}
		got, err := p.Outcome(t.Context(), "m1", checkoutRef, "")
		if outcome(err) != c.want || got.Kind != c.kind || got.Order != c.order || got.Token != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		session, err := p.Read(t.Context(), "m1", checkoutRef)
		if outcome(err) != c.want || (session.State == hpp.PaymentComplete) != (c.kind == hpp.OutcomeComplete) || session.Order != c.order {
			t.Errorf("%s: read %+v, %v", name, session, err)
		}
		if err == nil && (session.Purchase.Amount != 300 || session.ExpiresAt.IsZero()) {
			t.Errorf("%s: read %+v", name, session)
		}
	}
}

// The script comes back to this server; the merchant's own addresses stay
// readable, and a repeat changes nothing.
func TestReturnsAreRewritten(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{readCheckout: {status: 200, body: checkoutBody}, updateCheckout: {status: 200, body: "{}"}}}
	c := klarna.Checkout{Client: client(t, upstream.Kustom, u).Client}
	got, err := c.PrepareAction(t.Context(), "m1", checkoutRef, action)
	want := hpp.PayerAction{Purchase: cap3, Script: &hpp.ProviderScript{Snippet: `<div id="klarna-checkout-container"></div>`, Origins: []string{"https://*.pages.test"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	urls, ok := decoded(t, u.bodies[1])["merchant_urls"].(map[string]any)
	if !ok || len(urls) != 5 || urls["push"] != "https://shop.test/p" || urls["new_url"] != "https://shop.test/n" {
		t.Fatalf("sent %s", u.bodies[1])
	}
	for name, want := range map[string]url.Values{
		"confirmation": {"result": {"done"}, "merchant_address": {"https://shop.test/c?o={checkout.order.id}"}},
		"checkout":     {"result": {"back"}, "merchant_address": {"https://shop.test/checkout?a=1"}},
	} {
		address, err := url.Parse(urls[name].(string))
		if err != nil || address.Host != "pay.test" || address.Path != "/r" {
			t.Fatalf("%s: %v, %v", name, address, err)
		}
		if diff := cmp.Diff(want, address.Query()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// Once it is so, the same attempt changes nothing, and the next one keeps the
	// merchant's addresses.
	rewritten := decoded(t, checkoutBody)
	rewritten["merchant_urls"] = urls
	u.answers[readCheckout] = answer{status: 200, body: encoded(t, rewritten)}
	if _, err := c.PrepareAction(t.Context(), "m1", checkoutRef, action); err != nil || len(u.asked) != 3 {
		t.Errorf("repeated: %v, asked %v", err, u.asked)
	}
	next := action
	next.ReturnURL = "https://pay.test/next"
	if _, err := c.PrepareAction(t.Context(), "m1", checkoutRef, next); err != nil {
		t.Fatal(err)
	}
	last := u.bodies[len(u.bodies)-1]
	if !strings.Contains(last, "https://pay.test/next?") || strings.Contains(last, url.QueryEscape("https://pay.test/r")) || !strings.Contains(last, url.QueryEscape("https://shop.test/c?o={checkout.order.id}")) {
		t.Errorf("sent %s", last)
	}
}

// An order whose script cannot be used has the company's own page, where the account
// allows that.
func TestOrdersWithoutTheirScript(t *testing.T) {
	t.Parallel()
	foreign := strings.Replace(checkoutBody, `<div id=\"klarna-checkout-container\"></div>`, `<script>window.c={BOOTSTRAP_SRC:\"https:\\/\\/evil.test\\/b.js\"}</script>`, 1)
	own := strings.Replace(foreign, "evil.test", "js.pages.test", 1)
	for name, c := range map[string]struct {
		body   string
		update answer
		mode   upstream.Mode
		want   string
		script bool
	}{
		"read-only":                       {checkoutBody, answer{status: 403, body: `{"error_code":"READ_ONLY"}`}, upstream.Auto, "done", false},
		"read-only, script alone":         {checkoutBody, answer{status: 403, body: `{"error_code":"READ_ONLY"}`}, upstream.Widget, "no: READ_ONLY", false},
		"unknown":                         {checkoutBody, answer{status: 504}, upstream.Auto, "unknown", false},
		"a script of another host":        {foreign, answer{status: 200, body: "{}"}, upstream.Auto, "done", false},
		"a script of another host, alone": {foreign, answer{status: 200, body: "{}"}, upstream.Widget, "no: FOREIGN_SCRIPT", false},
		"a script of its own":             {own, answer{status: 200, body: "{}"}, upstream.Auto, "done", true},
	} {
		account := login("one")
		account.Options.Mode = c.mode
		u := &server{answers: map[string]answer{readCheckout: {status: 200, body: c.body}, updateCheckout: c.update}}
		w := client(t, upstream.Kustom, u, account)
		got, err := klarna.Checkout{Client: w.Client}.PrepareAction(t.Context(), "m1", checkoutRef, action)
		if outcome(err) != c.want || (got.Script != nil) != c.script || got.RedirectURL != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if strings.Contains(name, "another host") && w.last(t).Code != "FOREIGN_SCRIPT" {
			t.Errorf("%s: the log gets %+v", name, w.last(t))
		}
	}
}

// The merchant's own checkout finds its addresses again; what is not this server's
// stays as it is.
func TestReturnsAreRestored(t *testing.T) {
	t.Parallel()
	const ours = "https://pay.test/eu/hpp/pay/t/return?merchant_address=https%3A%2F%2Fshop.test%2Fc%3Fo%3D%7Bcheckout.order.id%7D&result=done"
	rewritten := strings.Replace(checkoutBody, "https://shop.test/c?o={checkout.order.id}", ours, 1)
	read := func(body string) map[string]answer {
		return map[string]answer{readCheckout: {status: 200, body: body}, updateCheckout: {status: 200, body: "{}"}, abortCheckout: {status: 200, body: "{}"}, readPlaced: {status: 404, body: notFound}}
	}
	with := func(answers map[string]answer, call string, a answer) map[string]answer {
		answers[call] = a
		return answers
	}
	refused := answer{status: 403, body: `{"error_code":"READ_ONLY_ORDER","error_messages":["x"]}`}
	for name, c := range map[string]struct {
		answers   map[string]answer
		cancelled bool
		want      string
		asked     []string
	}{
		"rewritten":           {read(rewritten), false, "done", []string{readCheckout, updateCheckout}},
		"as the merchant has": {read(checkoutBody), false, "done", []string{readCheckout}},
		"another server's":    {read(strings.ReplaceAll(rewritten, "https://pay.test", "https://other.test")), false, "done", []string{readCheckout}},
		"complete meanwhile":  {read(strings.Replace(rewritten, "incomplete", "complete", 1)), true, "done", []string{readCheckout, readPlaced}},
		"gone":                {with(read(""), readCheckout, answer{status: 404, body: notFound}), true, "done", []string{readCheckout, readPlaced}},
		"read-only":           {with(read(rewritten), updateCheckout, refused), false, "done", []string{readCheckout, updateCheckout}},
		"no answer":           {with(read(rewritten), updateCheckout, answer{status: 502}), false, "unknown", []string{readCheckout, updateCheckout}},
		"cancelled":           {read(rewritten), true, "done", []string{readCheckout, abortCheckout}},
		"cancelled too late":  {with(read(rewritten), abortCheckout, refused), true, "done", []string{readCheckout, abortCheckout}},
		"cancelled, unheard":  {with(read(rewritten), abortCheckout, answer{status: 504}), true, "unknown", []string{readCheckout, abortCheckout}},
	} {
		u := &server{answers: c.answers}
		err := klarna.Checkout{Client: client(t, upstream.Kustom, u).Client}.EndAction(t.Context(), "m1", checkoutRef, hpp.ActionEnd{ReturnURL: "https://pay.test/eu/hpp/pay/u/return", Cancelled: c.cancelled})
		if outcome(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.asked, u.asked); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if name != "rewritten" {
			continue
		}
		want := decoded(t, checkoutBody)["merchant_urls"]
		if diff := cmp.Diff(want, decoded(t, u.bodies[1])["merchant_urls"]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The company's own page needs no address rewritten.
func TestCheckoutRedirect(t *testing.T) {
	t.Parallel()
	u := &server{answers: map[string]answer{readCheckout: {status: 200, body: checkoutBody}, "POST /hpp/v1/sessions": {status: 201, body: `{"session_id":"h-1","redirect_url":"https://pay.pages.test/x"}`}}}
	w := client(t, upstream.Kustom, u)
	request := action
	request.Kind = hpp.ActionRedirect
	got, err := klarna.Checkout{Client: w.Client}.PrepareAction(t.Context(), "m1", checkoutRef, request)
	if err != nil || got.Remote != "h-1" || got.RedirectURL == "" || len(u.asked) != 2 {
		t.Errorf("%+v, %v after %v", got, err, u.asked)
	}
	if sent := decoded(t, u.bodies[1]); sent["payment_session_url"] != w.Upstream.BaseURL+"/checkout/v3/orders/c-1" || sent["options"] != nil {
		t.Errorf("sent %v", sent)
	}
}

// Nothing is asked of a company that places its orders itself.
func TestCheckoutHasNoToken(t *testing.T) {
	t.Parallel()
	u := &server{}
	c := klarna.Checkout{Client: client(t, upstream.Kustom, u).Client}
	if _, err := c.PlaceOrder(t.Context(), "m1", checkoutRef, "t", nil); outcome(err) != "no: NOT_ALLOWED" {
		t.Errorf("%v", err)
	}
	if err := c.Release(t.Context(), "m1", checkoutRef, "t"); err != nil || len(u.asked) != 0 {
		t.Errorf("%v after %v", err, u.asked)
	}
}
