package provider_test

import (
	"testing"
	"time"
)

// A fraud check ends after its minutes, and the merchant is told
// (docs/spec/provider.md C.8).
func TestDecision(t *testing.T) {
	for name, c := range map[string]struct{ tag, fraud string }{
		"accepted": {"pend-accept-07", "ACCEPTED"},
		"rejected": {"pend-reject-07", "REJECTED"},
	} {
		p := newProvider(t)
		urls := tree{"merchant_urls": tree{"notification": "https://shop.test/fraud?o={order.id}"}}
		o := p.orderOf("pay_later", with(payer(), tree{"email": "joe+" + c.tag + "@example.com"}), urls)
		decide := func() {
			t.Helper()
			if err := p.own.Orders.Decide(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		if n := p.rows(`SELECT count(*) FROM outbox WHERE kind = 'playground_order' AND subject = ? AND due_at = ?`, o, epoch.Add(7*time.Minute).UnixMilli()); n != 1 {
			t.Errorf("%s: %d jobs wait for the minutes", name, n)
		}
		p.pass(7*time.Minute - time.Millisecond)
		decide()
		if got := p.read(o)["fraud_status"]; got != "PENDING" {
			t.Errorf("%s: %v before its time", name, got)
		}
		p.pass(time.Millisecond)
		decide()
		decide() // a second time changes nothing
		if got := p.read(o)["fraud_status"]; got != c.fraud {
			t.Errorf("%s: %v", name, got)
		}
		want := `https://shop.test/fraud?o=` + o + ` {"event_type":"FRAUD_RISK_` + c.fraud + `","order_id":"` + o + `"}`
		if got := p.waiting("playground_decision"); got != want {
			t.Errorf("%s: told %s\nwant %s", name, got, want)
		}
		p.pass(4*time.Hour - time.Millisecond)
		if got := p.manage(o, "POST", "captures", tree{"captured_amount": 1}); got != "201" {
			t.Errorf("%s, within four hours: %s", name, got)
		}
	}
}

// A rejected order that nobody captured within four hours ends.
func TestRejectedOrderEnds(t *testing.T) {
	p := newProvider(t)
	o := p.orderOf("pay_later", with(payer(), tree{"email": "joe+pend-reject-01@example.com"}), nil)
	for _, step := range []struct {
		pass time.Duration
		want string
	}{{time.Minute, "AUTHORIZED REJECTED"}, {4*time.Hour - time.Millisecond, "AUTHORIZED REJECTED"}, {time.Millisecond, "CANCELLED REJECTED"}} {
		p.pass(step.pass)
		if err := p.own.Orders.Decide(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if r := p.read(o); sprint(r["status"], r["fraud_status"]) != step.want {
			t.Errorf("%v %v, want %s", r["status"], r["fraud_status"], step.want)
		}
	}
	if got := p.manage(o, "POST", "captures", tree{"captured_amount": 1}); !begins(got, "403 CAPTURE_NOT_ALLOWED: Capture not allowed") {
		t.Error(got)
	}
	if got := p.waiting("playground_decision"); got != "" {
		t.Errorf("told nobody %s", got)
	}
}

// Pending orders are cancelled at once and then not decided.
func TestCancelledWhilePending(t *testing.T) {
	p := newProvider(t)
	o := p.orderOf("pay_later", with(payer(), tree{"email": "joe+pend-accept-01@example.com"}), nil)
	if got := p.manage(o, "POST", "cancel", nil); got != "204" {
		t.Fatal(got)
	}
	p.pass(time.Minute)
	if err := p.own.Orders.Decide(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if r := p.read(o); sprint(r["status"], r["fraud_status"]) != "CANCELLED PENDING" {
		t.Errorf("%v %v", r["status"], r["fraud_status"])
	}
}

// Pushes end once the merchant acknowledged the order, in whatever way.
func TestAcknowledged(t *testing.T) {
	for name, act := range map[string]func(p *testProvider, o string){
		"acknowledge": func(p *testProvider, o string) { p.manage(o, "POST", "acknowledge", nil) },
		"capture":     func(p *testProvider, o string) { p.capture(o, 1) },
	} {
		p := newProvider(t)
		o := p.order()
		known := func() bool {
			known, err := p.own.Orders.Acknowledged(t.Context(), "m1", o)
			if err != nil {
				t.Fatal(err)
			}
			return known
		}
		if known() {
			t.Errorf("%s: acknowledged from the beginning", name)
		}
		if act(p, o); !known() {
			t.Errorf("%s is no acknowledgement", name)
		}
	}
}
