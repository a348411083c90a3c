package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// replicas are two processes on one database.
func replicas(t *testing.T) [2]*postgres.DB {
	t.Helper()
	address := database(t)
	return [2]*postgres.DB{openAt(t, address), openAt(t, address)}
}

// race runs act n times at once, on either replica in turn.
func race(n int, dbs [2]*postgres.DB, act func(i int, db *postgres.DB)) {
	gate := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { <-gate; act(i, dbs[i%2]) })
	}
	close(gate)
	wg.Wait()
}

func TestReplicasInsertUnderOneKey(t *testing.T) {
	t.Parallel()
	insertUnderOneKey(t, replicas(t), 20)
}

// insertUnderOneKey inserts many sessions at once under a key, for some rounds:
// there must be one session of each key, and all be told of it.
func insertUnderOneKey(t *testing.T, dbs [2]*postgres.DB, rounds int) {
	t.Helper()
	for round := range rounds {
		key := fmt.Sprint("k", round)
		ids := make([]hpp.SessionID, 20)
		race(len(ids), dbs, func(i int, db *postgres.DB) {
			got, err := insert(t.Context(), db, fmt.Sprintf("s%d-%d", round, i), hpp.IdempotencyKey{Value: key, Fingerprint: []byte("f"), Now: epoch})
			if err != nil {
				t.Error(err)
			}
			ids[i] = got.ID
		})
		stored := 0
		for i, id := range ids {
			if id != ids[0] {
				t.Fatalf("one key made several sessions: %v", ids)
			}
			if _, err := dbs[0].Sessions().Find(t.Context(), hpp.SessionID(fmt.Sprintf("s%d-%d", round, i))); err == nil {
				stored++
			}
		}
		if stored != 1 {
			t.Errorf("%d sessions of one key", stored)
		}
	}
}

func TestReplicasUpdateOneSession(t *testing.T) {
	t.Parallel()
	dbs := replicas(t)
	sessionA(t, dbs[0])
	const writers, each = 16, 20
	race(writers, dbs, func(i int, db *postgres.DB) {
		for n := range each {
			if _, err := count(t.Context(), db, "a", fmt.Sprintf("e%d-%d", i, n)); err != nil {
				t.Error(err)
			}
		}
	})
	if n := tries(t, dbs[0], "a"); n != writers*each {
		t.Errorf("%d of %d updates", n, writers*each)
	}
}

// Every row is worked on by one claimer at a time, in order, and none is left.
func TestReplicasShareTheOutbox(t *testing.T) {
	t.Parallel()
	dbs := replicas(t)
	const subjects, events, claimers = 15, 12, 8
	for s := range subjects {
		id := fmt.Sprint("s", s)
		if _, err := insert(t.Context(), dbs[0], id, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
		for e := range events {
			if _, err := count(t.Context(), dbs[0], id, fmt.Sprintf("%s-%d", id, e)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var mu sync.Mutex
	next, done := map[string]int64{}, 0
	began := time.Now()
	race(claimers, dbs, func(i int, db *postgres.DB) {
		for n := 0; ; n++ {
			mu.Lock()
			over := done == subjects*events || t.Failed() || time.Since(began) > time.Minute
			mu.Unlock()
			if over {
				return
			}
			rows, err := db.Outbox().Claim(t.Context(), "callback", epoch, epoch.Add(time.Minute), 1+(i+n)%5, outbox.Shares{})
			if err != nil {
				t.Error(err)
			}
			for _, row := range rows {
				mu.Lock()
				if next[row.Subject]++; row.Seq != next[row.Subject] {
					t.Errorf("%s came when %d was next", row.ID, next[row.Subject])
				}
				done++
				mu.Unlock()
				if err := db.Outbox().Done(t.Context(), row); err != nil {
					t.Error(err)
				}
			}
		}
	})
	if done != subjects*events || pending(t, dbs[0]) != 0 {
		t.Errorf("%d of %d done, %d left", done, subjects*events, pending(t, dbs[0]))
	}
}

func TestReplicasHoldAQuota(t *testing.T) {
	t.Parallel()
	dbs := replicas(t)
	const callers, limit = 40, 7
	for i := range callers {
		if _, err := insert(t.Context(), dbs[0], fmt.Sprint("s", i), hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
	}
	var allowed atomic.Int64
	race(callers, dbs, func(i int, db *postgres.DB) {
		err := hand(t.Context(), db, fmt.Sprint("s", i), limit)
		if _, over := errors.AsType[hpp.ErrQuota](err); err != nil && !over {
			t.Error(err)
		}
		if err == nil {
			allowed.Add(1)
		}
	})
	if allowed.Load() != limit {
		t.Errorf("%d messages under a quota of %d", allowed.Load(), limit)
	}
}

func TestReplicasGrantAnAccessOnce(t *testing.T) {
	t.Parallel()
	dbs := replicas(t)
	const tills = 20
	err := dbs[0].Accesses().InsertAccess(t.Context(), hpp.AccessCode{Secret: []byte("s"), Code: []byte("c"), Digits: []byte("d"), ExpiresAt: epoch.Add(time.Hour), Network: []byte("n"), SeenAt: epoch}, epoch, hpp.AccessLimits{Total: 5, PerNetwork: 5})
	if err != nil {
		t.Fatal(err)
	}
	for i := range tills {
		if _, err := insert(t.Context(), dbs[0], fmt.Sprint("s", i), hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
	}
	var granted atomic.Int64
	race(tills, dbs, func(i int, db *postgres.DB) {
		_, err := db.Sessions().Update(t.Context(), hpp.SessionID(fmt.Sprint("s", i)), func(s *hpp.Session) (hpp.Change, error) {
			d := hpp.Distribution{ID: "d", Number: 1, Session: s.ID, Method: hpp.ByToken, RecipientHash: []byte("x"), State: hpp.DistributionAccepted, QueuedAt: epoch}
			return hpp.Change{Handover: &hpp.Handover{Access: []byte([]string{"c", "d"}[i/2%2]), Distribution: d}}, nil
		})
		if err == nil {
			granted.Add(1)
		} else if !errors.Is(err, hpp.ErrNoAccessCode) {
			t.Error(err)
		}
	})
	if granted.Load() != 1 {
		t.Errorf("one code was given to %d payments", granted.Load())
	}
}

// A lease that one replica lost is the other's alone.
func TestReplicasFenceEachOther(t *testing.T) {
	t.Parallel()
	dbs := replicas(t)
	late := due(t, dbs[0]).(outbox.Job)
	rows, err := dbs[1].Outbox().Claim(t.Context(), "callback", epoch.Add(time.Hour), epoch.Add(2*time.Hour), 5, outbox.Shares{})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if err := dbs[0].Outbox().Done(t.Context(), late); !errors.Is(err, outbox.ErrStale) {
		t.Errorf("a late done: %v", err)
	}
	if err := dbs[1].Outbox().Done(t.Context(), rows[0]); err != nil {
		t.Error(err)
	}
}

// What others' systems say is no reason to fail: bytes that are no text are
// replaced where text is kept, and find nothing where it is looked for.
func TestBytesThatAreNoText(t *testing.T) {
	t.Parallel()
	db := open(t)
	row := due(t, db).(outbox.Job)
	odd := "550 \x00 no such \xff mailbox"
	if err := db.Outbox().Discard(t.Context(), row, epoch, odd); err != nil {
		t.Error(err)
	}
	dead, err := db.Outbox().DeadLetters(t.Context(), "callback", 5)
	if err != nil || len(dead) != 1 || dead[0].Reason != "550 \uFFFD no such \uFFFD mailbox" {
		t.Errorf("%+v, %v", dead, err)
	}
	if err := db.Outbox().Replay(t.Context(), odd, odd, epoch); !errors.Is(err, outbox.ErrNoDeadLetter) {
		t.Error(err)
	}
	for _, id := range []hpp.SessionID{"\x00", "\xff", hpp.SessionID(odd)} {
		_, findErr := db.Sessions().Find(t.Context(), id)
		_, updateErr := count(t.Context(), db, string(id), "e")
		_, claimErr := db.Sessions().FindByIdempotencyKey(t.Context(), "m1", hpp.IdempotencyKey{Value: string(id)})
		for i, err := range []error{findErr, updateErr, claimErr} {
			if !errors.Is(err, hpp.ErrNotFound) {
				t.Errorf("%q, method %d: %v", id, i, err)
			}
		}
	}
}
