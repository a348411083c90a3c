package chaos

import (
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// settle waits until every attempt that a kill interrupted has an outcome and
// every callback is delivered, and known to be: one whose record was lost with
// its server comes again when its lease has run out.
func settle(t *testing.T, d harness.Database, m *harness.Merchant, r *harness.Receiver, book *ledger) {
	payer := harness.NewPayer()
	// A server that died may have had the lease of the job that asks what became of
	// a payment: another gets it when that runs out, after a minute.
	for _, p := range book.payments {
		harness.Eventually(t, 3*time.Minute, "session "+p.session.SessionID+" is paid", func() bool {
			page, err := book.journal.Pay(t.Context(), m, payer, p.session.SessionID, p.session.RedirectURL, "alice@example.com")
			return err == nil && page.Outcome == "completed"
		})
	}
	harness.Eventually(t, 2*time.Minute, "all callbacks are delivered", func() bool {
		return !slices.ContainsFunc(book.payments, func(p payment) bool {
			return len(r.Statuses(p.session.SessionID)) < 2
		})
	})
	harness.Eventually(t, time.Minute, "all callbacks are recorded", func() bool {
		return d.Count("SELECT count(*) FROM outbox WHERE kind = 'callback' AND state = 'pending'") == 0
	})
}

// repeats is how many deliveries a death may have cut before their answer was
// kept: of each worker the two callbacks of a session.
const repeats = 4 * 2

// compare holds what was acknowledged against what is there, and leaves what
// the program itself can check to "openhpp fsck".
func compare(t *testing.T, server *harness.Server, m *harness.Merchant, r *harness.Receiver, book *ledger, deaths int) {
	for _, p := range book.payments {
		id := p.session.SessionID
		session, err := book.journal.Read(t.Context(), m, id)
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
		checkOrder(t, m, p, session.OrderID)
	}
	server.Stop()
	server.Database.CheckIntegrity()
	book.journal.Receives(m, int64(deaths*repeats))
	book.journal.Check(server.Database)
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
