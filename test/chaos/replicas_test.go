package chaos

import (
	"context"
	"flag"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

var faults = flag.Int("faults", 10, "how often a replica or its database is in trouble under load, ten times or more")

// Two replicas on one PostgreSQL, of which one is killed, whose connections
// are cut, or whose database is stopped or dies and comes back, in any order
// under load: nothing acknowledged is lost, no order doubled, every callback
// told in order, and the replica that is not killed goes on by itself
// (safety.md T2, T6: I1–I10, I12, I18).
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
	hits, survivor := map[string]int{}, servers[0].PID()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	made := 0
	for made == 0 || int(book.paid.Load()) < *faults && made < 5**faults { // a busy machine pays slowly
		for _, kind := range shuffleTroubles(random, *faults) {
			wait(ctx, time.Duration(100+random.IntN(500))*time.Millisecond)
			kind.make(t, database, servers[1])
			hits[kind.name]++
			made++
		}
	}
	stop()
	workers.Wait()
	t.Logf("%v, %d payments told, %d cut in the middle", hits, book.paid.Load(), book.unknown.Load())
	if servers[0].PID() != survivor || servers[0].Answers("/livez") != http.StatusOK {
		t.Error("the replica that nobody killed is not what it was")
	}
	if len(hits) < 5 || int(book.paid.Load()) < *faults {
		t.Fatalf("too little was hit to prove anything: %v, %d payments", hits, book.paid.Load())
	}
	settle(t, servers[0].Database, merchant, receiver, book)
	servers[1].Stop()
	compare(t, servers[0], merchant, receiver, book, made)
}
