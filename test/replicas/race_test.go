package replicas

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

const payers = 100

// However hard it is pressed, on whichever replica: one order for each session
// (safety.md T13: I3, I5, I12).
func TestAHundredPayersOneOrder(t *testing.T) {
	p := start(t)
	orders := map[string]bool{}
	for range *sessions {
		made := p.session(t)
		page, err := harness.NewPayer().Open(t.Context(), made.RedirectURL)
		if err != nil {
			t.Fatal(err)
		}
		links := [2]string{made.RedirectURL, p.servers[1].At(made.RedirectURL)}
		statuses := make([]int, payers)
		atOnce(t.Context(), payers, func(ctx context.Context, i int) {
			var err error
			if statuses[i], err = p.journal.Press(ctx, p.merchant, harness.NewPayer(), made.SessionID, links[i%2], page, "alice@example.com"); err != nil {
				t.Errorf("press: %v", err)
			}
		})
		for i, status := range statuses {
			if status >= http.StatusInternalServerError {
				t.Errorf("payer %d is answered %d", i, status)
			}
		}
		if page, err := p.journal.Pay(t.Context(), p.merchant, harness.NewPayer(), made.SessionID, links[1], "alice@example.com"); err != nil || page.Outcome != "completed" {
			t.Fatalf("outcome %q, %v", page.Outcome, err)
		}
		for i := range 2 {
			session, err := p.journal.Read(t.Context(), p.at(i), made.SessionID)
			if err != nil || session.Status != client.Completed || session.OrderID == "" {
				t.Fatalf("replica %d: %+v, %v", i, session, err)
			}
			orders[session.OrderID] = true
		}
	}
	if stored := p.servers[0].Database.Count("SELECT count(*) FROM playground_orders"); stored != *sessions || len(orders) != *sessions {
		t.Errorf("%d orders are stored, %d are told, for %d sessions", stored, len(orders), *sessions)
	}
	p.expectNoFindings(t)
	t.Logf("%d sessions, %d presses each, %d orders", *sessions, payers, len(orders))
}

// rivals are acts that race for one session; what each may end as.
func (p *pair) rivals(made client.CreatedSession) map[string]func(ctx context.Context, i int) {
	link := func(i int) string { return p.servers[i%2].At(made.RedirectURL) }
	return map[string]func(context.Context, int){
		"pay": func(ctx context.Context, i int) {
			_, _ = p.journal.Pay(ctx, p.merchant, harness.NewPayer(), made.SessionID, link(i), "alice@example.com")
		},
		"cancel": func(ctx context.Context, i int) {
			_, _ = p.journal.Cancel(ctx, p.merchant, harness.NewPayer(), made.SessionID, link(i))
		},
		"disable": func(ctx context.Context, i int) { _ = p.journal.Disable(ctx, p.at(i), made.SessionID) },
		"end":     func(context.Context, int) { p.servers[0].Database.EndSession(made.SessionID) },
		"reload":  func(ctx context.Context, i int) { _, _ = harness.NewPayer().Open(ctx, link(i)) },
	}
}

// Whoever wins, the events are a legal path and an order exists exactly where
// the session is completed, as fsck judges (safety.md T14: I3, I4, I5).
func TestRivalsAgree(t *testing.T) {
	p := start(t)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	names := []string{"pay", "cancel", "disable", "end", "reload"}
	won := map[client.Status]int{}
	for range *sessions {
		made := p.session(t)
		acts := p.rivals(made)
		one, other := names[random.IntN(len(names))], names[random.IntN(len(names))]
		var both sync.WaitGroup
		for i, name := range []string{one, other, "pay"} {
			both.Go(func() { acts[name](t.Context(), i) })
		}
		both.Wait()
		p.settled(t, made)
		status := client.Status("ended")
		if session, err := p.journal.Read(t.Context(), p.at(1), made.SessionID); err == nil {
			status = session.Status
		}
		won[status]++
	}
	t.Logf("won: %v", won)
	if len(won) < 3 {
		t.Errorf("the races had too few winners to prove anything: %v", won)
	}
	p.expectNoFindings(t)
}

// settled waits until no attempt is under way.
func (p *pair) settled(t *testing.T, made client.CreatedSession) {
	t.Helper()
	harness.Eventually(t, time.Minute, "the session is settled", func() bool {
		page, err := harness.NewPayer().Open(t.Context(), made.RedirectURL)
		return err == nil && page.Outcome != "checking"
	})
}

// Credentials that one command revokes are refused on every replica within a
// second, without a restart.
func TestRevokedEverywhere(t *testing.T) {
	p := start(t)
	made := p.session(t)
	for i := range 2 {
		if _, err := p.at(i).ReadSession(t.Context(), made.SessionID); err != nil {
			t.Fatal(err)
		}
	}
	p.servers[0].Command("merchant", "disable", "--all", p.merchant.ID)
	for i := range 2 {
		harness.Eventually(t, time.Second, "the credentials are refused", func() bool {
			_, err := p.at(i).ReadSession(t.Context(), made.SessionID)
			return client.IsCode(err, "UNAUTHORIZED")
		})
	}
}

// A page that is open on one replica hears of what happens on the other.
func TestNewsCrossReplicas(t *testing.T) {
	p := start(t)
	made := p.session(t)
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.See("pay")
	if err := p.at(1).DisableSession(t.Context(), made.SessionID); err != nil {
		t.Fatal(err)
	}
	tab.Outcome("disabled")
}

// A session's callbacks come once each and in order, whichever replica has
// them delivered.
func TestCallbacksInOrder(t *testing.T) {
	p := start(t)
	var made []client.CreatedSession
	for range 40 {
		made = append(made, p.session(t))
	}
	atOnce(t.Context(), len(made), func(ctx context.Context, i int) {
		if page, err := p.journal.Pay(ctx, p.merchant, harness.NewPayer(), made[i].SessionID, p.servers[i%2].At(made[i].RedirectURL), "alice@example.com"); err != nil || page.Outcome != "completed" {
			t.Errorf("outcome %q, %v", page.Outcome, err)
		}
	})
	defer p.expectNoFindings(t)
	for _, session := range made {
		p.receiver.Expect(t, session.SessionID, "IN_PROGRESS", "COMPLETED")
		var ids []string
		for _, c := range p.receiver.Callbacks(session.SessionID) {
			if slices.Contains(ids, c.EventID) {
				t.Errorf("session %s: %s came twice though nobody died", session.SessionID, c.EventID)
			}
			ids = append(ids, c.EventID)
		}
	}
}
