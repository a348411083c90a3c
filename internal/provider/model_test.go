package provider_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is what a payment session must look like from outside, kept by rules
// far simpler than the server's.
type model struct {
	p       *testProvider
	session string
	ends    time.Time
	live    string // the usable token
	until   time.Time
	dead    []string
	order   string
	placer  string // the token that became the order
	taken   int64
	calls   int
}

const lampAmount = 23750

func (m *model) now() time.Time { return m.p.now() }
func (m *model) open() bool     { return m.order == "" && m.now().Before(m.ends) }

func (m *model) expect(t *rapid.T, r reply, want int) {
	t.Helper()
	if r.status != want {
		t.Fatalf("answer %d, want %d: %s", r.status, want, r.body)
	}
}

// authorize runs a whole attempt.
func (m *model) authorize(t *rapid.T) {
	m.calls++
	path, key := "/playground/v1/payments/"+m.session+"/authorize", fmt.Sprint("key ", m.calls)
	first := m.p.ask("POST", path, attempt(key, payer(), ""))
	if !m.open() {
		m.expect(t, first, http.StatusNotFound)
		return
	}
	m.expect(t, first, http.StatusOK)
	second := m.p.ask("POST", path, attempt(key, payer(), "123456"))
	m.expect(t, second, http.StatusOK)
	var v verdict
	second.into(m.p.t, &v)
	if m.live != "" {
		m.dead = append(m.dead, m.live)
	}
	m.live, m.until = v.Token, m.now().Add(time.Hour)
}

func (m *model) usable() bool { return m.live != "" && m.open() && m.now().Before(m.until) }

func (m *model) place(t *rapid.T) {
	token := m.live
	if token == "" {
		token = "none"
	}
	r := m.p.ask("POST", "/payments/v1/authorizations/"+token+"/order", lamp())
	switch {
	case m.order != "" && token == m.placer:
		m.expect(t, r, http.StatusOK)
	case m.usable():
		m.expect(t, r, http.StatusOK)
		var placed struct {
			ID string `json:"order_id"`
		}
		r.into(m.p.t, &placed)
		m.order, m.placer = placed.ID, token
	default:
		m.expect(t, r, http.StatusNotFound)
	}
}

func (m *model) cancel(t *rapid.T) {
	if m.live == "" {
		return
	}
	r := m.p.ask("DELETE", "/payments/v1/authorizations/"+m.live, nil)
	if !m.usable() {
		m.expect(t, r, http.StatusNotFound)
		return
	}
	m.expect(t, r, http.StatusNoContent)
	m.dead, m.live = append(m.dead, m.live), ""
}

func (m *model) placeDead(t *rapid.T) {
	if len(m.dead) == 0 {
		return
	}
	token := rapid.SampledFrom(m.dead).Draw(t, "token")
	m.expect(t, m.p.ask("POST", "/payments/v1/authorizations/"+token+"/order", lamp()), http.StatusNotFound)
}

func (m *model) update(t *rapid.T) {
	r := m.p.ask("POST", "/payments/v1/sessions/"+m.session, tree{"merchant_reference2": "again"})
	if m.open() {
		m.expect(t, r, http.StatusNoContent)
		return
	}
	m.expect(t, r, http.StatusNotFound)
}

func (m *model) capture(t *rapid.T) {
	if m.order == "" {
		return
	}
	amount := rapid.Int64Range(1, lampAmount).Draw(t, "amount")
	r := m.p.ask("POST", "/ordermanagement/v1/orders/"+m.order+"/captures", tree{"captured_amount": amount})
	if m.taken+amount > lampAmount {
		m.expect(t, r, http.StatusForbidden)
		return
	}
	m.expect(t, r, http.StatusCreated)
	m.taken += amount
}

// check reads what the merchant can see and holds it against the model.
func (m *model) check(t *rapid.T) {
	r := m.p.ask("GET", "/payments/v1/sessions/"+m.session, nil)
	if m.order == "" && !m.open() {
		m.expect(t, r, http.StatusNotFound)
		return
	}
	m.expect(t, r, http.StatusOK)
	var session tree
	r.into(m.p.t, &session)
	status, token := "incomplete", any(nil)
	if m.order != "" {
		status = "complete"
	} else if m.usable() {
		token = m.live
	}
	if session["status"] != status || session["authorization_token"] != token {
		t.Fatalf("%v with token %v, want %s with %v", session["status"], session["authorization_token"], status, token)
	}
	if m.order == "" {
		return
	}
	var order tree
	m.p.ask("GET", "/ordermanagement/v1/orders/"+m.order, nil).into(m.p.t, &order)
	if order["captured_amount"] != float64(m.taken) || order["remaining_authorized_amount"] != float64(lampAmount-m.taken) {
		t.Fatalf("captured %v, remaining %v, want %d of %d", order["captured_amount"], order["remaining_authorized_amount"], m.taken, lampAmount)
	}
}

// Random lives of sessions: one order at most, one live token, no more taken
// than was agreed, and every answer as the model says.
func TestRandomLives(t *testing.T) {
	p := newProvider(t)
	p.hasty = true
	rapid.Check(t, func(t *rapid.T) {
		m := &model{p: p, session: p.open(lamp()), ends: p.now().UTC().Truncate(time.Millisecond).Add(48 * time.Hour)}
		t.Repeat(map[string]func(*rapid.T){
			"authorize":  m.authorize,
			"place":      m.place,
			"cancel":     m.cancel,
			"place dead": m.placeDead,
			"update":     m.update,
			"capture":    m.capture,
			"wait": func(t *rapid.T) {
				p.pass(rapid.SampledFrom([]time.Duration{time.Minute, 59 * time.Minute, time.Hour, 20 * time.Hour}).Draw(t, "time"))
			},
			"": m.check,
		})
	})
}
