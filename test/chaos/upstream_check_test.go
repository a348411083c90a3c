package chaos

import (
	"slices"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// settle has payers who were cut short go their roads to the end, and waits until
// the server has finished the rest by itself, and told and given back everything.
// Leases of the dead are over and jobs due at once, as in a quarter of an hour.
func (w *upstreamWorld) settle() {
	w.t.Helper()
	for _, p := range w.book.payments {
		if !p.gone {
			w.pay(w.t.Context(), p)
		}
	}
	open := slices.Clone(w.book.payments)
	for deadline := time.Now().Add(3 * time.Minute); len(open) > 0 && time.Now().Before(deadline); wait(w.t.Context(), time.Second) {
		w.front.Database.Advance()
		open = slices.DeleteFunc(open, w.isOver)
	}
	for _, p := range open {
		session, err := p.shop.ReadSession(w.t.Context(), p.SessionID)
		w.t.Errorf("%s, %s: session %s is still %s, %v", p.road.name, p.mode, p.SessionID, session.Status, err)
	}
	harness.Eventually(w.t, time.Minute, "everything is told and given back", func() bool {
		w.front.Database.Advance()
		return w.front.Database.Count(`SELECT count(*) FROM outbox WHERE kind IN ('callback', 'release_token')`) == 0
	})
}

// isOver tells whether a payment is completed, or left and nothing remains of it at
// the company.
func (w *upstreamWorld) isOver(p *upstreamPayment) bool {
	session, err := p.shop.ReadSession(w.t.Context(), p.SessionID)
	if err != nil {
		w.t.Fatal(err)
	}
	if session.Status == client.Completed || !p.road.left {
		return session.Status == client.Completed
	}
	_, token := p.readThere(w.t)
	return token == ""
}

// compare holds the sessions against the company's orders and what shops were told.
func (w *upstreamWorld) compare(deaths int) {
	w.t.Helper()
	orders := map[string]string{} // and whose
	for _, p := range w.book.payments {
		session, err := w.book.journal.Read(w.t.Context(), p.shop.Merchant, p.SessionID)
		if err != nil {
			w.t.Errorf("%s: acknowledged session %s is lost: %v", p.road.name, p.SessionID, err)
			continue
		}
		if told := p.shop.receiver.Statuses(p.SessionID); len(told) < 2 || told[0] != "IN_PROGRESS" || told[len(told)-1] != string(session.Status) {
			w.t.Errorf("%s: session %s is %s, its shop was told %v", p.road.name, p.SessionID, session.Status, told)
		}
		status, token := p.readThere(w.t)
		switch {
		case session.Status == client.Back && p.road.left:
			if token != "" || status == "complete" {
				w.t.Errorf("%s: session %s is left, and the company holds %q, %s", p.road.name, p.SessionID, token, status)
			}
		case session.Status != client.Completed:
			w.t.Errorf("%s: session %s is %s", p.road.name, p.SessionID, session.Status)
		case p.mode == client.ModeNone:
			if session.AuthorizationToken == "" || session.AuthorizationToken != token || session.OrderID != "" {
				w.t.Errorf("%s: session %s has token %q, the company holds %q; order %q", p.road.name, p.SessionID, session.AuthorizationToken, token, session.OrderID)
			}
		case session.OrderID == "" || token != "" || status != "complete" || orders[session.OrderID] != "":
			w.t.Errorf("%s, %s: session %s has order %q, which session %q has too; the company holds %q and is %s",
				p.road.name, p.mode, p.SessionID, session.OrderID, orders[session.OrderID], token, status)
		default:
			orders[session.OrderID] = p.SessionID
			checkOrder(w.t, p.shop.account, payment{p.CreatedSession, p.mode}, session.OrderID)
		}
	}
	if n := w.company.Database.Count(`SELECT count(*) FROM playground_orders`); n != len(orders) {
		w.t.Errorf("the company has %d orders, the page knows %d", n, len(orders))
	}
	w.front.Stop()
	w.company.Stop()
	for _, server := range []*harness.Server{w.front, w.company} {
		server.Database.CheckIntegrity()
	}
	for _, shop := range w.shops {
		w.book.journal.Receives(shop.Merchant, int64(deaths*repeats))
	}
	w.book.journal.Check(w.front.Database)
	if out, err := w.company.Database.Fsck("--quiescent"); err != nil {
		w.t.Errorf("the company: %v\n%s", err, out)
	}
	paid := slices.DeleteFunc(slices.Clone(w.book.payments), func(p *upstreamPayment) bool { return p.road.left })
	w.t.Logf("%d payments, %d of them left, %d orders, under %d kills", len(w.book.payments), len(w.book.payments)-len(paid), len(orders), deaths)
}
