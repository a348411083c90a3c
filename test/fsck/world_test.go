package fsck

import (
	"net/http"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// world is a database in which a bit of everything happened, and what was
// written down meanwhile. Its server has stopped.
type world struct {
	harness.Database
	journal  *harness.Journal
	merchant *harness.Merchant // whose receiver takes everything
	ill      *harness.Merchant // whose receiver takes nothing
	// Ids by the name of a session.
	sessions, orders, payments map[string]string
}

// made makes a world on an engine.
func made(t *testing.T, engine string) *world {
	t.Helper()
	server := harness.StartOn(t, harness.DatabaseOn(t, engine))
	w := &world{
		Database: server.Database, journal: harness.NewJournal(t), merchant: server.Merchant("Lamps & Co"), ill: server.Merchant("Ill & Co"),
		sessions: map[string]string{}, orders: map[string]string{}, payments: map[string]string{},
	}
	receiver, deaf := harness.NewReceiver(t, w.merchant), harness.NewReceiver(t, w.ill)
	receiver.Journal, deaf.Journal = w.journal, w.journal
	deaf.Refuse = func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.Header().Set("Retry-After", "3600") // long enough for the test
		rw.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	w.pay(t, "none", w.merchant, receiver, client.ModeNone)
	w.pay(t, "placed", w.merchant, receiver, client.ModePlaceOrder)
	w.pay(t, "part captured", w.merchant, receiver, client.ModePlaceOrder)
	w.pay(t, "captured", w.merchant, receiver, client.ModeCaptureOrder)
	w.pay(t, "untold", w.ill, deaf, client.ModePlaceOrder)
	w.checkout(t)
	for _, key := range []string{"first part", "second part"} {
		if err := w.journal.Capture(t.Context(), w.merchant, w.orders["part captured"], 1000, key); err != nil {
			t.Fatal(err)
		}
	}
	w.journal.Refund(t, w.merchant, w.orders["captured"], 500)
	cancelled := w.session(t, "cancelled", w.merchant, receiver, client.ModePlaceOrder)
	if page, err := w.journal.Cancel(t.Context(), w.merchant, harness.NewPayer(), cancelled.SessionID, cancelled.RedirectURL); err != nil || page.Outcome != "cancelled" {
		t.Fatalf("%q, %v", page.Outcome, err)
	}
	w.session(t, "open", w.merchant, receiver, client.ModePlaceOrder)
	disabled := w.session(t, "disabled", w.merchant, receiver, client.ModePlaceOrder)
	if err := w.merchant.Distribute(t.Context(), disabled.SessionID, client.Distribution{Email: "alice@example.com"}, client.WithIdempotencyKey("mail")); err != nil {
		t.Fatal(err)
	}
	if err := w.journal.Disable(t.Context(), w.merchant, disabled.SessionID); err != nil {
		t.Fatal(err)
	}
	w.awaitQuiet(t, receiver)
	w.journal.Receives(w.merchant, 0)
	server.Stop()
	return w
}

func (w *world) session(t *testing.T, name string, m *harness.Merchant, r *harness.Receiver, mode client.Mode) client.CreatedSession {
	t.Helper()
	payment, err := m.CreatePayment(t.Context(), harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	session, err := w.journal.Create(t.Context(), m, client.NewSession{
		PaymentSessionURL: m.PaymentURL(payment.SessionID), MerchantURLs: client.MerchantURLs{StatusUpdate: r.URL + "/callback"},
		Options: &client.SessionOptions{PlaceOrderMode: mode},
	}, "key of "+name)
	if err != nil {
		t.Fatal(err)
	}
	w.sessions[name], w.payments[name] = session.SessionID, payment.SessionID
	return session
}

func (w *world) pay(t *testing.T, name string, m *harness.Merchant, r *harness.Receiver, mode client.Mode) {
	t.Helper()
	w.finish(t, name, m, w.session(t, name, m, r, mode))
}

func (w *world) finish(t *testing.T, name string, m *harness.Merchant, made client.CreatedSession) {
	t.Helper()
	if page, err := w.journal.Pay(t.Context(), m, harness.NewPayer(), made.SessionID, made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("%s: %q, %v", name, page.Outcome, err)
	}
	session, err := w.journal.Read(t.Context(), m, made.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	w.orders[name] = session.OrderID
}

// checkout pays a Checkout order.
func (w *world) checkout(t *testing.T) {
	t.Helper()
	order := w.merchant.Must(t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 10000, "order_tax_amount": 0,
		"order_lines": []any{map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 0, "total_amount": 10000, "total_tax_amount": 0}},
	}).Body["order_id"].(string)
	n := client.NewSession{PaymentSessionURL: w.merchant.BaseURL + "/checkout/v3/orders/" + order}
	session, err := w.journal.Create(t.Context(), w.merchant, n, "key of checkout")
	if err != nil {
		t.Fatal(err)
	}
	w.sessions["checkout"] = session.SessionID
	w.finish(t, "checkout", w.merchant, session)
}

// awaitQuiet waits until nothing is under way but what can never be told.
func (w *world) awaitQuiet(t *testing.T, r *harness.Receiver) {
	t.Helper()
	for name, want := range map[string][]string{
		"none": {"IN_PROGRESS", "COMPLETED"}, "placed": {"IN_PROGRESS", "COMPLETED"}, "part captured": {"IN_PROGRESS", "COMPLETED"},
		"captured": {"IN_PROGRESS", "COMPLETED"}, "cancelled": {"IN_PROGRESS", "CANCELLED"}, "disabled": {"DISABLED"},
	} {
		r.Expect(t, w.sessions[name], want...)
	}
	harness.Eventually(t, time.Minute, "only what is due later waits", func() bool {
		return w.Count(`SELECT count(*) FROM outbox WHERE kind NOT IN ('expire', 'reconcile', 'callback')`) == 0 &&
			w.Count(`SELECT count(*) FROM outbox WHERE kind = 'callback' AND attempts = 0 AND seq = 1`) == 0
	})
}
