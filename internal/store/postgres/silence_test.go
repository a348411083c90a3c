package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// A server that is there and says nothing, as one whose machine or network is
// gone, keeps nobody waiting for more than seconds.
func TestServerSaysNothing(t *testing.T) {
	t.Parallel()
	server := pgtest.New(t, false)
	db := openAt(t, server.Create(t, "template1"))
	sessionA(t, db)
	thaw := server.Freeze(t)
	// A change on its way is asked after before its outcome is called unknown.
	const read, changed = 7 * time.Second, 12 * time.Second
	var all sync.WaitGroup
	for name, call := range map[string]func() error{
		"insert": func() error { _, err := insert(t.Context(), db, "b", hpp.IdempotencyKey{}); return err },
		"read":   func() error { _, err := db.Sessions().Find(t.Context(), "a"); return err },
		"update": func() error { _, err := count(t.Context(), db, "a", "e"); return err },
		"claim": func() error {
			_, err := db.Outbox().Claim(t.Context(), "callback", epoch, epoch, 1, outbox.Shares{})
			return err
		},
		"ready": func() error { return db.Ready(t.Context()) },
	} {
		all.Go(func() {
			began := time.Now()
			if err := call(); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
			took := time.Since(began)
			if took > changed || took > read && (name == "read" || name == "ready") {
				t.Errorf("%s was answered after %s", name, took)
			}
		})
	}
	all.Wait()
	thaw()
	if _, err := count(t.Context(), db, "a", "f"); err != nil {
		t.Error(err)
	}
}

// The leader's machine is gone, its connections hang; of the two in the
// address the other one, which refused writes, takes its place. Who waits is
// told so, and the same open database goes on with the new leader.
func TestStandbyTakesOver(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	leader, standby := pgtest.New(t, true), pgtest.New(t, true, "wal_level=replica")
	for _, s := range []*pgtest.Server{leader, standby} {
		check(t, s.Run(ctx, "postgres", "CREATE DATABASE pay"))
	}
	made, err := postgres.Open(ctx, standby.URL("pay")) // the same schema
	check(t, err)
	sessionA(t, made)
	check(t, made.Close())
	check(t, standby.Stop(pgtest.Fast))
	check(t, standby.Standby())
	check(t, standby.Start(ctx))

	db, err := postgres.Open(ctx, leader.URLAt(leader.Addr()+","+standby.Addr(), "pay"))
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	sessionA(t, db)
	find := func() error { _, err := db.Sessions().Find(ctx, "a"); return err }
	everywhere := func(want error) { // so that all connections are in use
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if err := find(); !errors.Is(err, want) {
					t.Errorf("%v, want %v", err, want)
				}
			})
		}
		all.Wait()
	}
	everywhere(nil)
	leader.Freeze(t)
	everywhere(context.DeadlineExceeded)
	check(t, standby.Run(ctx, "postgres", "SELECT pg_promote()"))
	began := time.Now()
	for err = find(); err != nil && time.Since(began) < 10*time.Second; err = find() {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
	if err != nil {
		t.Fatalf("10 s after the standby took over: %v", err)
	}
	t.Logf("found again %s after the standby took over", time.Since(began).Round(time.Millisecond))
	check(t, db.Ready(ctx))
	if _, err := count(ctx, db, "a", "e"); err != nil {
		t.Error(err)
	}
}
