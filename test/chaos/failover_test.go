package chaos

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

var (
	leaders = flag.Int("leaders", 5, "how often the cluster's leader is killed under load")
	ttl     = flag.Duration("ttl", 20*time.Second, "how long Patroni's leader may be silent; Patroni 3.1 and later take no less than 20s")
)

// Leaders of a cluster under Patroni are killed one after the other under
// load, with all their processes: nothing acknowledged is lost, no order
// doubled, every callback told in order; meanwhile callers are told to come
// back, in seconds, and the servers go on by themselves (safety.md T6: I1–I10,
// I12, I18).
func TestLeadersKilled(t *testing.T) {
	times := pgtest.Times{TTL: *ttl, LoopWait: 2 * time.Second, RetryTimeout: 3 * time.Second}
	cluster := pgtest.NewCluster(t, "openhpp", times)
	servers := [2]*harness.Server{harness.StartOn(t, harness.StoredAt(t, cluster.URL("openhpp")))}
	servers[1] = servers[0].Replica()
	processes := [2]int{servers[0].PID(), servers[1].PID()}
	merchant := servers[0].Merchant("Lamps & Co")
	receiver, book := watched(t, merchant)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var workers sync.WaitGroup
	for worker := range 4 {
		server := servers[worker%2]
		own := *merchant
		own.Client = &client.Client{BaseURL: server.URL, Username: merchant.Username, Password: merchant.Password}
		workers.Go(func() { work(ctx, t, worker, &own, receiver, book, server.At) })
	}
	pulse := &pulse{}
	workers.Go(func() { pulse.watch(ctx, book) })
	callers := [2]*caller{newCaller(servers[0].URL, merchant), newCaller(servers[1].URL, merchant)}
	for _, c := range callers {
		workers.Go(func() { c.call(ctx) })
	}

	var gaps []failoverGap
	for kill := range *leaders {
		before := cluster.AwaitSync(t, 2*time.Minute)
		pulse.beats(t, 40)
		if kill%2 == 1 { // what it acknowledged by itself would now be lost
			if err := before.Mute(); err != nil {
				t.Fatal(err)
			}
			wait(ctx, muted)
		}
		gaps = append(gaps, killLeader(t, cluster, before, pulse))
	}
	cluster.AwaitSync(t, 2*time.Minute)
	pulse.beats(t, 40)
	stop()
	workers.Wait()

	report(t, gaps, book)
	perSession := servers[0].Database.Count("SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables") / len(book.payments)
	t.Logf("%d bytes are stored for each session, never vacuumed", perSession)
	for _, g := range gaps {
		if limit := times.TTL + 2*times.LoopWait + 10*time.Second; g.silent > limit {
			t.Errorf("no write was acknowledged for %s, want less than %s", g.silent, limit)
		}
	}
	for i, c := range callers {
		c.judge(t, *leaders)
		if pid := servers[i].PID(); pid != processes[i] || !servers[i].Running() {
			t.Errorf("server %d is process %d, running %t; it was %d", i, pid, servers[i].Running(), processes[i])
		}
	}
	if int(book.paid.Load()) < 50**leaders {
		t.Fatalf("too little was hit to prove anything: %d payments", book.paid.Load())
	}
	settle(t, servers[0].Database, merchant, receiver, book)
	servers[1].Stop()
	compare(t, servers[0], merchant, receiver, book, *leaders)
}

// muted is how long a leader that nobody hears is left alone before its death.
const muted = 300 * time.Millisecond

// failoverGap is what the death of one leader cost.
type failoverGap struct {
	dead, next string
	elected    time.Duration // from the kill until another led
	silent     time.Duration // between the last and the next acknowledged write
	whole      time.Duration // from the kill until all three were in their places again
}

func killLeader(t *testing.T, cluster *pgtest.Cluster, leader *pgtest.Node, pulse *pulse) failoverGap {
	t.Helper()
	pulse.reset()
	killed := time.Now()
	if err := leader.Kill(); err != nil {
		t.Fatal(err)
	}
	next := cluster.AwaitOther(t, leader, 2*time.Minute)
	g := failoverGap{dead: leader.Name, next: next.Name, elected: time.Since(killed)}
	pulse.beats(t, 40)
	g.silent = pulse.longest()
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}
	cluster.AwaitSync(t, 2*time.Minute)
	g.whole = time.Since(killed)
	return g
}

func report(t *testing.T, gaps []failoverGap, book *ledger) {
	t.Helper()
	var text strings.Builder
	var silent []time.Duration
	for i, g := range gaps {
		fmt.Fprintf(&text, "| %d | %s → %s | %.1f s | %.1f s | %.1f s |\n", i+1, g.dead, g.next, g.elected.Seconds(), g.silent.Seconds(), g.whole.Seconds())
		silent = append(silent, g.silent)
	}
	slices.Sort(silent)
	t.Logf("| kill | leader | another leads | writes stood still | three again |\n|---|---|---|---|---|\n%s"+
		"writes stood still for %.1f s at least, %.1f s in the middle, %.1f s at most; %d sessions, %d payments told, %d cut in the middle",
		text.String(), silent[0].Seconds(), silent[len(silent)/2].Seconds(), silent[len(silent)-1].Seconds(),
		len(book.payments), book.paid.Load(), book.unknown.Load())
}
