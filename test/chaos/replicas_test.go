package chaos

import (
	"context"
	"flag"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

var faults = flag.Int("faults", 40, "how often a replica or its database is in trouble under load")

// Two replicas on one PostgreSQL, of which one is killed, whose connections
// are cut, or whose database dies and comes back, at random under load: nothing
// acknowledged is lost, no order doubled, every callback told in order, and a
// replica that was not killed goes on by itself (safety.md T2, T6: I1–I10,
// I12, I18).
func TestReplicasInTrouble(t *testing.T) {
	database := pgtest.New(t, true)
	servers := [2]*harness.Server{harness.StartOn(t, harness.StoredOn(t, database))}
	servers[1] = servers[0].Replica()
	merchant := servers[0].Merchant("Lamps & Co")
	receiver, book := watched(t, merchant)
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for worker := range 4 {
		server := servers[worker%2]
		own := *merchant
		own.Client = &client.Client{BaseURL: server.URL, Username: merchant.Username, Password: merchant.Password}
		workers.Go(func() { work(ctx, t, worker, &own, receiver, book, server.At) })
	}
	hits := map[string]int{}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	for range *faults {
		wait(ctx, time.Duration(100+random.IntN(500))*time.Millisecond)
		hits[trouble(t, random, database, servers)]++
	}
	stop()
	workers.Wait()
	t.Logf("%v, %d payments told, %d cut in the middle", hits, book.paid.Load(), book.unknown.Load())
	if len(hits) != 3 || int(book.paid.Load()) < *faults {
		t.Fatalf("too little was hit to prove anything: %v, %d payments", hits, book.paid.Load())
	}
	settle(t, merchant, receiver, book)
	servers[1].Stop()
	compare(t, servers[0], merchant, receiver, book, *faults)
}

// trouble makes one of three kinds and answers which.
func trouble(t *testing.T, random *rand.Rand, database *pgtest.Server, servers [2]*harness.Server) string {
	t.Helper()
	switch random.IntN(4) {
	case 0:
		if err := database.Stop(syscall.SIGQUIT); err != nil { // as a crash would
			t.Fatal(err)
		}
		if err := database.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		return "the database died"
	case 1:
		const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'openhpp%' AND pid <> pg_backend_pid()`
		if err := database.Run(t.Context(), "postgres", cut); err != nil {
			t.Fatal(err)
		}
		return "all connections were cut"
	}
	server := servers[random.IntN(2)]
	server.Kill()
	server.Run()
	return "a replica was killed"
}
