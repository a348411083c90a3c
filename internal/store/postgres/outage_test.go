package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// load is what workers did until stop is closed: each inserts sessions and
// changes the one that all share.
type load struct {
	wg       sync.WaitGroup
	stop     chan struct{}
	inserted sync.Map // ids that were acknowledged
	n        atomic.Int64
	counted  atomic.Int64
	unknown  atomic.Int64 // changes that said they may have been saved
	failed   atomic.Int64
	others   sync.Map // errors that are no outage
}

func startLoad(t *testing.T, dbs ...*postgres.DB) *load {
	t.Helper()
	l := &load{stop: make(chan struct{})}
	for w := range 6 {
		l.wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-l.stop:
					return
				default:
				}
				id := fmt.Sprintf("w%d-%d", w, i)
				if _, err := insert(t.Context(), dbs[w%len(dbs)], id, hpp.IdempotencyKey{}); l.saw(err) {
					l.inserted.Store(id, true)
					l.n.Add(1)
				}
				if _, err := count(t.Context(), dbs[w%len(dbs)], "a", "e-"+id); l.saw(err) {
					l.counted.Add(1)
				} else {
					l.unknown.Add(1)
				}
				if rows, err := dbs[w%len(dbs)].Outbox().Claim(t.Context(), "callback", epoch, epoch.Add(time.Minute), 2, outbox.Shares{}); l.saw(err) {
					for _, row := range rows {
						l.saw(dbs[w%len(dbs)].Outbox().Done(t.Context(), row))
					}
				}
			}
		})
	}
	return l
}

// saw reports success, and keeps errors that are no outage.
func (l *load) saw(err error) bool {
	if err == nil {
		return true
	}
	l.failed.Add(1)
	if !errors.Is(err, context.DeadlineExceeded) {
		l.others.Store(err.Error(), true)
	}
	return false
}

// end stops the workers and holds what they were told against what is there.
func (l *load) end(t *testing.T, db *postgres.DB, atLeast int64) {
	t.Helper()
	close(l.stop)
	l.wg.Wait()
	l.others.Range(func(text, _ any) bool { t.Errorf("a worker was told: %v", text); return true })
	l.inserted.Range(func(id, _ any) bool {
		if _, err := db.Sessions().Find(t.Context(), hpp.SessionID(id.(string))); err != nil {
			t.Errorf("acknowledged and lost: %v, %v", id, err)
		}
		return true
	})
	saved := int64(tries(t, db, "a"))
	if saved < l.counted.Load() || saved > l.counted.Load()+l.unknown.Load() {
		t.Errorf("%d changes saved, %d acknowledged and %d unknown", saved, l.counted.Load(), l.unknown.Load())
	}
	if l.n.Load() < atLeast {
		t.Errorf("only %d sessions made", l.n.Load())
	}
	t.Logf("%d sessions, %d changes, %d unknown, %d outages", l.n.Load(), saved, l.unknown.Load(), l.failed.Load())
}

// progress waits until more sessions are made.
func (l *load) progress(t *testing.T, more int64) {
	t.Helper()
	want := l.n.Load() + more
	limit := time.After(20 * time.Second)
	for l.n.Load() < want {
		select {
		case <-limit:
			t.Fatal("no progress in 20 s")
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// Backends are terminated fifty times under load. Nothing is lost, nothing
// done twice, and nobody is even told.
func TestTerminatedBackends(t *testing.T) {
	t.Parallel()
	address := database(t)
	dbs := []*postgres.DB{openAt(t, address), openAt(t, address)}
	sessionA(t, dbs[0])
	l := startLoad(t, dbs...)
	for range 50 {
		l.progress(t, 3)
		on(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	}
	l.progress(t, 10)
	l.end(t, dbs[0], 150)
	if l.failed.Load() > 0 {
		t.Errorf("%d errors reached callers", l.failed.Load())
	}
}

// The server crashes and comes back, five times under load; the program is
// never restarted.
func TestServerCrashes(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t, true)
	address := server.Create(t, "template1")
	var dbs []*postgres.DB
	for range 2 {
		db, err := postgres.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		dbs = append(dbs, db)
	}
	sessionA(t, dbs[0])
	l := startLoad(t, dbs...)
	for i := range 5 {
		l.progress(t, 20)
		how := pgtest.Immediate
		if i%2 == 1 {
			how = pgtest.Fast
		}
		check(t, server.Stop(how))
		check(t, server.Start(t.Context()))
	}
	l.progress(t, 20)
	l.end(t, dbs[0], 100)
}

// While there is no server, callers are told to try again, in seconds; once it
// is back, the next call works.
func TestServerAway(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t, false)
	db := openAt(t, server.Create(t, "template1"))
	sessionA(t, db)
	check(t, db.Ready(t.Context()))
	check(t, server.Stop(pgtest.Fast))
	began := time.Now()
	calls := map[string]func() error{
		"insert": func() error { _, err := insert(t.Context(), db, "b", hpp.IdempotencyKey{}); return err },
		"read":   func() error { _, err := db.Sessions().Find(t.Context(), "a"); return err },
		"update": func() error { _, err := count(t.Context(), db, "a", "e"); return err },
		"claim": func() error {
			_, err := db.Outbox().Claim(t.Context(), "callback", epoch, epoch, 1, outbox.Shares{})
			return err
		},
		"ready": func() error { return db.Ready(t.Context()) },
	}
	var wg sync.WaitGroup
	for name, call := range calls {
		wg.Go(func() {
			if err := call(); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	wg.Wait()
	if took := time.Since(began); took > 6*time.Second {
		t.Errorf("the answers took %s", took)
	}
	check(t, server.Start(t.Context()))
	check(t, db.Ready(t.Context()))
	if _, err := count(t.Context(), db, "a", "e"); err != nil {
		t.Error(err)
	}
}

// A caller that goes away in the middle leaves a whole change or none. Callers
// have longer and longer timeouts, so that on a slow machine too some are long
// enough.
func TestCallerGoesAway(t *testing.T) {
	t.Parallel()
	const fewest, longestTimeout = 200, time.Second
	db := open(t)
	sessionA(t, db)
	acknowledged, unknown := 0, 0
	timeout := time.Duration(0)
	for i := 0; i < fewest || acknowledged == 0; i++ {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		if _, err := count(ctx, db, "a", fmt.Sprint("e", i)); err == nil {
			acknowledged++
		} else {
			unknown++
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
		cancel()
		if timeout += 20 * time.Microsecond; i >= fewest {
			timeout += timeout / 10
		}
		if timeout > longestTimeout {
			break
		}
	}
	saved := tries(t, db, "a")
	if saved != acknowledged || acknowledged == 0 || unknown == 0 {
		t.Errorf("%d saved, %d acknowledged, %d not", saved, acknowledged, unknown)
	}
}
