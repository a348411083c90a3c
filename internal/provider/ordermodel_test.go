package provider_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// orderModel is what an order must look like from outside.
type orderModel struct {
	p                             *testProvider
	id                            string
	total, taken, given, released int64
	captures                      int
	cancelled                     bool
	ends                          time.Time
}

func (m *orderModel) expired() bool { return !m.p.now().Before(m.ends) }
func (m *orderModel) rest() int64   { return m.total - m.taken - m.released }

func (m *orderModel) status() string {
	switch {
	case m.cancelled:
		return "CANCELLED"
	case m.captures > 0 && m.rest() == 0:
		return "CAPTURED"
	case m.captures > 0:
		return "PART_CAPTURED"
	case m.expired():
		return "EXPIRED"
	}
	return "AUTHORIZED"
}

// do runs an operation that the model says is allowed or not, and reports
// whether it was.
func (m *orderModel) do(t *rapid.T, allowed bool, method, operation string, body any) bool {
	t.Helper()
	r := m.p.ask(method, "/ordermanagement/v1/orders/"+m.id+"/"+operation, body)
	if done := r.status < 300; done != allowed || !done && r.status != 403 {
		t.Fatalf("%s: %d %s, allowed %v for %+v", operation, r.status, r.body, allowed, m)
	}
	return allowed
}

func (m *orderModel) capture(t *rapid.T) {
	amount := rapid.Int64Range(1, 12000).Draw(t, "amount")
	if m.do(t, !m.cancelled && !m.expired() && amount <= m.rest(), "POST", "captures", tree{"captured_amount": amount}) {
		m.taken += amount
		m.captures++
	}
}

func (m *orderModel) refund(t *rapid.T) {
	amount := rapid.Int64Range(1, 12000).Draw(t, "amount")
	if m.do(t, amount <= m.taken-m.given, "POST", "refunds", tree{"refunded_amount": amount}) {
		m.given += amount
	}
}

func (m *orderModel) amend(t *rapid.T) {
	total := rapid.Int64Range(0, 40000).Draw(t, "total")
	open := m.status() == "AUTHORIZED" || m.status() == "PART_CAPTURED"
	if m.do(t, open && !m.expired() && total >= m.taken, "PATCH", "authorization", tree{"order_amount": total}) {
		m.total = total
	}
}

func (m *orderModel) release(t *rapid.T) {
	if m.do(t, m.status() == "PART_CAPTURED", "POST", "release-remaining-authorization", nil) {
		m.released = m.rest()
	}
}

func (m *orderModel) cancel(t *rapid.T) {
	if m.do(t, m.status() == "AUTHORIZED", "POST", "cancel", nil) {
		m.cancelled = true
	}
}

func (m *orderModel) extend(t *rapid.T) {
	open := m.status() == "AUTHORIZED" || m.status() == "PART_CAPTURED"
	if m.do(t, open && !m.expired(), "POST", "extend-authorization-time", nil) {
		m.ends = endOf(m.p.now())
	}
}

func endOf(day time.Time) time.Time {
	day = day.UTC()
	return time.Date(day.Year(), day.Month(), day.Day()+28, 0, 0, 0, 0, time.UTC)
}

func (m *orderModel) check(t *rapid.T) {
	o := m.p.read(m.id)
	got := sprint(o["status"], o["order_amount"], o["captured_amount"], o["refunded_amount"], o["remaining_authorized_amount"], len(o["captures"].([]any)))
	if want := sprint(m.status(), m.total, m.taken, m.given, m.rest(), m.captures); got != want {
		t.Fatalf("the order is %s, want %s", got, want)
	}
}

// Random lives of orders: sums never break, and every answer is as the model
// says. The database's own checks would turn a broken sum into a failure.
func TestRandomOrders(t *testing.T) {
	p := newProvider(t)
	p.hasty = true
	rapid.Check(t, func(t *rapid.T) {
		m := &orderModel{p: p, id: p.order(), total: lampAmount, ends: endOf(p.now())}
		until := p.now().AddDate(0, 0, 170) // beyond it another rule ends extensions
		t.Repeat(map[string]func(*rapid.T){
			"capture": m.capture,
			"refund":  m.refund,
			"amend":   m.amend,
			"release": m.release,
			"cancel":  m.cancel,
			"extend":  m.extend,
			"wait": func(t *rapid.T) {
				wait := rapid.SampledFrom([]time.Duration{time.Hour, 24 * time.Hour, 9 * 24 * time.Hour}).Draw(t, "time")
				if p.now().Add(wait).Before(until) {
					p.pass(wait)
				}
			},
			"": m.check,
		})
	})
}
