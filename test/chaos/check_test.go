package chaos

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// refused reports whether the server answered with a definite no.
func refused(err error) bool {
	e, ok := errors.AsType[*client.Error](err)
	return ok && e.Status < http.StatusInternalServerError
}

// settle waits until every attempt that a kill interrupted has an outcome and
// every callback is delivered.
func settle(t *testing.T, m *harness.Merchant, r *harness.Receiver, book *ledger) {
	payer := harness.NewPayer()
	for _, p := range book.payments {
		page, err := payer.Pay(t.Context(), p.session.RedirectURL, "alice@example.com")
		if err != nil || page.Outcome != "completed" {
			t.Errorf("session %s: outcome %q, %v", p.session.SessionID, page.Outcome, err)
		}
	}
	harness.Eventually(t, 2*time.Minute, "all callbacks are delivered", func() bool {
		return !slices.ContainsFunc(book.payments, func(p payment) bool {
			return len(r.Statuses(p.session.SessionID)) < 2
		})
	})
	_ = m
}

// compare holds what was acknowledged against what is there.
func compare(t *testing.T, server *harness.Server, m *harness.Merchant, r *harness.Receiver, book *ledger) {
	orders := map[string]bool{}
	placed := 0
	for _, p := range book.payments {
		id := p.session.SessionID
		session, err := m.ReadSession(t.Context(), id)
		if err != nil {
			t.Errorf("acknowledged session %s is lost: %v", id, err)
			continue
		}
		if session.Status != client.Completed {
			t.Errorf("session %s is %s", id, session.Status)
		}
		if told := r.Statuses(id); !slices.Equal(told, []string{"IN_PROGRESS", "COMPLETED"}) {
			t.Errorf("session %s told %v", id, told)
		}
		if p.mode == client.ModeNone {
			if session.AuthorizationToken == "" || session.OrderID != "" {
				t.Errorf("session %s: token %q, order %q", id, session.AuthorizationToken, session.OrderID)
			}
			continue
		}
		placed++
		if session.OrderID == "" || orders[session.OrderID] {
			t.Errorf("session %s: order %q is missing or another's", id, session.OrderID)
		}
		orders[session.OrderID] = true
		checkOrder(t, m, p, session.OrderID)
	}
	t.Logf("%d sessions, %d orders", len(book.payments), placed)
	server.Stop()
	if n := server.Database.Count("SELECT count(*) FROM playground_orders"); n != placed {
		t.Errorf("%d orders are stored, %d were expected", n, placed)
	}
	if n := server.Database.Count("SELECT count(*) FROM sessions"); n < len(book.payments) {
		t.Errorf("%d sessions are stored, %d acknowledged", n, len(book.payments))
	}
	if n := server.Database.Count("SELECT count(*) FROM events e WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM events p WHERE p.session_id = e.session_id AND p.seq = e.seq - 1)"); n != 0 {
		t.Errorf("%d events have no predecessor", n)
	}
	server.Database.Sound()
}

func checkOrder(t *testing.T, m *harness.Merchant, p payment, id string) {
	order, err := m.ReadOrder(t.Context(), id)
	if err != nil {
		t.Errorf("order %s: %v", id, err)
		return
	}
	want := int64(0)
	if p.mode == client.ModeCaptureOrder {
		want = harness.Purchase().Amount
	}
	if order.Amount != harness.Purchase().Amount || order.Captured != want || order.Captured != 0 && len(order.Captures) != 1 {
		t.Errorf("order %s: amount %d, captured %d in %d captures, want %d captured", id, order.Amount, order.Captured, len(order.Captures), want)
	}
}
