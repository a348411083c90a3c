package chaos

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

// trouble is what happens to replicas and their database.
type trouble struct {
	name string
	make func(t *testing.T, database *pgtest.Server, replica *harness.Server)
}

// troubles are ten of which every ten troubles are made: a hundred have fifty
// storms and thirty stops.
var troubles = []trouble{
	storm, storm, storm, storm, storm,
	{"the database was stopped at once", stopped(pgtest.Fast)},
	{"the database was asked to stop, and then stopped", stopped(pgtest.Smart)},
	{"the database died", stopped(pgtest.Immediate)},
	killed, killed,
}

// shuffleTroubles is n troubles in random order, ten by ten.
func shuffleTroubles(random *rand.Rand, n int) []trouble {
	var dealt []trouble
	for len(dealt) < n {
		for _, i := range random.Perm(len(troubles)) {
			dealt = append(dealt, troubles[i])
		}
	}
	return dealt[:n]
}

// storm cuts all connections, and those that come in their place.
var storm = trouble{"all connections were cut", func(t *testing.T, database *pgtest.Server, _ *harness.Server) {
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`
	for range 3 {
		if err := database.Run(t.Context(), "postgres", cut); err != nil {
			t.Fatal(err)
		}
		wait(t.Context(), 30*time.Millisecond)
	}
}}

// stopped ends the database and starts it again. One that is asked to wait for
// its callers is not waited for: they never leave.
func stopped(how syscall.Signal) func(*testing.T, *pgtest.Server, *harness.Server) {
	return func(t *testing.T, database *pgtest.Server, _ *harness.Server) {
		last := how
		if how == pgtest.Smart {
			if err := database.Signal(how); err != nil {
				t.Fatal(err)
			}
			wait(t.Context(), 300*time.Millisecond)
			last = pgtest.Fast
		}
		if err := database.Stop(last); err != nil {
			t.Fatal(err)
		}
		if err := database.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

var killed = trouble{"a replica was killed", func(_ *testing.T, _ *pgtest.Server, replica *harness.Server) {
	replica.Kill()
	replica.Run()
}}
