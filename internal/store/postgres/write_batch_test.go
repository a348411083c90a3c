package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// insertAll inserts sessions with these ids at once and answers their errors.
func insertAll(t *testing.T, db *postgres.DB, ids []string) []error {
	t.Helper()
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() { _, errs[i] = insert(t.Context(), db, id, hpp.IdempotencyKey{}) })
	}
	all.Wait()
	return errs
}

// numbered are n ids.
func numbered(prefix string, n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("%s%d", prefix, i))
	}
	return ids
}

// count1 is the one number that a query answers.
func count1(t *testing.T, address, query string, args ...any) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	check(t, err)
	defer func() { _ = conn.Close(t.Context()) }()
	check(t, conn.QueryRow(t.Context(), query, args...).Scan(&n))
	return n
}

// whole counts the sessions that are there with their link and their job.
const whole = `SELECT count(*) FROM sessions s JOIN session_links l USING (session_id) JOIN outbox o ON o.subject = s.session_id WHERE s.session_id LIKE $1`

// Those who insert at the same time share commits: the server tells by the
// transaction that made each row.
func TestCallersShareCommits(t *testing.T) {
	t.Parallel()
	address := database(t)
	const callers = 256
	for i, err := range insertAll(t, openAt(t, address), numbered("s", callers)) {
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := count1(t, address, whole, "s%"); n != callers {
		t.Errorf("%d sessions of %d are whole", n, callers)
	}
	if commits := count1(t, address, `SELECT count(DISTINCT xmin::text) FROM sessions`); commits > callers/2 {
		t.Errorf("%d commits for %d callers", commits, callers)
	}
}

// What one of them may not save is refused to that one alone.
func TestOneThatFailsTakesNobodyWithIt(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	_, err := insert(t.Context(), db, "taken", hpp.IdempotencyKey{})
	check(t, err)
	ids := numbered("s", 60)
	for i := range ids {
		if i%10 == 3 {
			ids[i] = "taken"
		}
	}
	for i, err := range insertAll(t, db, ids) {
		if (ids[i] == "taken") != (err != nil) {
			t.Errorf("%s: %v", ids[i], err)
		}
	}
	if n := count1(t, address, whole, "s%"); n != 54 {
		t.Errorf("%d sessions of 54 are whole", n)
	}
}

// Shared pipelines lose their answers or themselves, again and again: each
// session is saved once, and acknowledged.
func TestSharedPipelinesUnderCuts(t *testing.T) {
	t.Parallel()
	db, p, address := behind(t)
	const rounds, callers = 30, 16
	for round := range rounds {
		p.arm(cut(rand.IntN(2)), 1, "cut-me")
		for i, err := range insertAll(t, db, numbered(fmt.Sprintf("cut-me-%d-", round), callers)) {
			if err != nil {
				t.Errorf("round %d, %d: %v", round, i, err)
			}
		}
	}
	p.arm(0, 0, "")
	if n := count1(t, address, whole, "cut-me-%"); n != rounds*callers {
		t.Errorf("%d sessions of %d are whole", n, rounds*callers)
	}
	if p.cutsMade() < rounds*2/3 {
		t.Errorf("only %d pipelines were cut", p.cutsMade())
	}
}

// Two processes park, lease and record the rows of many subjects at the same
// time and wait for each other in no circle: a deadlock takes the server a
// second to find.
func TestRecordsDoNotWaitInACircle(t *testing.T) {
	t.Parallel()
	address := database(t)
	one, two := openAt(t, address), openAt(t, address)
	const subjects, each = 40, 4
	for _, id := range numbered("s", subjects) {
		_, err := one.Sessions().Insert(t.Context(), newSession(id), []byte("link "+id), nil, hpp.IdempotencyKey{})
		check(t, err)
		for _, event := range numbered("e", each) {
			_, err = count(t.Context(), one, id, event+"-"+id)
			check(t, err)
		}
	}
	var left atomic.Int64
	left.Store(subjects * each)
	var all sync.WaitGroup
	for _, db := range []*postgres.DB{one, two, one, two} {
		all.Go(func() {
			for left.Load() > 0 {
				rows, err := db.Outbox().Claim(t.Context(), string(hpp.JobCallback), epoch, epoch.Add(time.Hour), 16, outbox.Shares{})
				if err != nil {
					t.Error(err)
					return
				}
				var done sync.WaitGroup
				for _, row := range rows {
					done.Go(func() {
						if err := db.Outbox().Done(t.Context(), row); err != nil {
							t.Error(err)
						}
					})
				}
				done.Wait()
				left.Add(-int64(len(rows)))
			}
		})
	}
	all.Wait()
	check(t, one.Close()) // the server counts when a connection ends
	check(t, two.Close())
	if n := count1(t, address, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`); n != 0 {
		t.Errorf("%d deadlocks", n)
	}
}
