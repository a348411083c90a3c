package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// waiting is a server whose commits wait for a standby that is not there, until
// release.
func waiting(t *testing.T) (db, other *postgres.DB, server *pgtest.Server, release func()) {
	t.Helper()
	server = pgtest.New(t, false, "wal_level=replica", "max_wal_senders=2")
	address := server.Create(t, "template1")
	db, other = openAt(t, address), openAt(t, address)
	sessionA(t, db)
	standbys := func(names string) {
		check(t, server.Run(context.WithoutCancel(t.Context()), "postgres", "ALTER SYSTEM SET synchronous_standby_names = '"+names+"'"))
		check(t, server.Run(context.WithoutCancel(t.Context()), "postgres", "SELECT pg_reload_conf()"))
	}
	standbys("nobody")
	t.Cleanup(func() { standbys("") })
	for waits := false; !waits; { // the server hears of it when it gets to it
		ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
		waits = server.Run(ctx, "postgres", "COMMENT ON DATABASE postgres IS 'waited for'") != nil
		stop()
	}
	return db, other, server, func() { standbys("") }
}

// writes are one that goes in one round trip and one that is a transaction,
// and whether others see them.
var writes = map[string]struct {
	act  func(context.Context, *postgres.DB) error
	seen func(*testing.T, *postgres.DB) bool
}{
	"insert": {
		act: func(ctx context.Context, db *postgres.DB) error {
			_, err := insert(ctx, db, "b", hpp.IdempotencyKey{})
			return err
		},
		seen: func(t *testing.T, db *postgres.DB) bool {
			_, err := db.Sessions().Find(t.Context(), "b")
			return !errors.Is(err, hpp.ErrNotFound)
		},
	},
	"update": {
		act: func(ctx context.Context, db *postgres.DB) error { _, err := count(ctx, db, "a", "e"); return err },
		seen: func(t *testing.T, db *postgres.DB) bool {
			session, err := db.Sessions().Find(t.Context(), "a")
			check(t, err)
			return session.AttemptCount > 0
		},
	},
}

// What no standby has is neither acknowledged nor seen by anybody, however
// long that takes; once there is one, it is there once.
func TestCommitsWaitForTheirStandby(t *testing.T) {
	t.Parallel()
	for name, w := range writes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, other, _, release := waiting(t)
			err := w.act(t.Context(), db)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("without a standby: %v", err)
			}
			if w.seen(t, other) {
				t.Error("others see what may still be lost")
			}
			release()
			for limit := time.Now().Add(5 * time.Second); !w.seen(t, other); {
				if time.Now().After(limit) {
					t.Fatal("never seen")
				}
			}
			if n := tries(t, other, "a"); n > 1 {
				t.Errorf("%d effects", n)
			}
		})
	}
}

// An operator ends the wait by hand, which the server answers like a commit:
// it is not acknowledged before a standby has it.
func TestCancelledWaitIsNoCommit(t *testing.T) {
	t.Parallel()
	for name, w := range writes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, other, server, release := waiting(t)
			done := make(chan error, 1)
			go func() { done <- w.act(t.Context(), db) }()
			for !w.seen(t, other) { // the first commit's wait is ended, which shows it
				check(t, server.Run(t.Context(), "postgres", "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))
			}
			select {
			case err := <-done:
				t.Fatalf("acknowledged without a standby: %v", err)
			case <-time.After(500 * time.Millisecond):
			}
			release()
			if err := <-done; err != nil {
				t.Error(err)
			}
			if n := tries(t, other, "a"); n > 1 || !w.seen(t, other) {
				t.Errorf("%d effects", n)
			}
		})
	}
}
