package postgres

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// A row that comes to wait while the one before it ends would wait for ever:
// whoever ends that one does not see it wait yet.
func TestRowIsNotParkedBehindOneThatEnds(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := fresh(t)
	put := `INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at) VALUES ('s', $1, 'callback', $2, 0, '', 0)`
	for i, id := range []string{"e1", "e2"} {
		if _, err := db.pool.Pgx().Exec(ctx, put, id, i); err != nil {
			t.Fatal(err)
		}
	}
	ending, err := db.pool.Pgx().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ending.Exec(ctx, deleteDone, "s", "e1", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := ending.Exec(ctx, unpark, "s", "callback"); err != nil {
		t.Fatal(err)
	}
	parked := make(chan int64, 1)
	go func() {
		n, err := db.Outbox().park(context.WithoutCancel(ctx), []candidate{{subject: "s", id: "e2", kind: "callback", seq: 1, blocked: true}})
		if err != nil {
			t.Error(err)
		}
		parked <- n
	}()
	awaitBlocked(t, db)
	if err := ending.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if n := <-parked; n != 0 {
		t.Errorf("%d rows wait for nothing", n)
	}
	rows, err := db.Outbox().Claim(ctx, "callback", time.UnixMilli(5), time.UnixMilli(9), 5, outbox.Shares{})
	if err != nil || len(rows) != 1 || rows[0].ID != "e2" {
		t.Errorf("claimed %v, %v", rows, err)
	}
}

// awaitBlocked returns once a backend of this database waits for a lock.
func awaitBlocked(t *testing.T, db *DB) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	for waiting := 0; waiting == 0; {
		err := db.pool.Pgx().QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil || !conn.Pause(ctx, 5*time.Millisecond) {
			t.Errorf("nobody waits for a lock: %v", err)
			return
		}
	}
}

// With millions of rows that are not due, a look for those that are reads an
// index and no more of it than it needs.
func TestOutboxQueriesUseTheirIndexes(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := fresh(t)
	_, err := db.pool.Pgx().Exec(ctx, `INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at, state)
		SELECT 's' || i / 3, 'e' || i, 'callback', CASE WHEN i % 1000 = 0 THEN 'm' || i ELSE 'm' END, i, i, '', 0, CASE WHEN i % 10 = 0 THEN 'dead' ELSE 'pending' END FROM generate_series(1, 20000) AS i`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.pool.Pgx().Exec(ctx, `ANALYZE outbox`); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, query, index string
		args               []any
	}{
		{"candidates", selectCandidates, "outbox_due", []any{"callback", 5, 5}},
		{"one merchant's candidates", selectMerchantsCandidates, "outbox_merchant", []any{"callback", 5, 5, "m"}},
		{"due merchants", selectDueMerchants, "outbox_merchant", []any{"callback", 5}},
		{"dead letters", sqlrows.SelectDeadLetters, "outbox_buried", []any{"callback", 5}},
		{"lease", leaseRow, "Index Scan", []any{9, 1, "s1", "e3", 5}},
		{"done", deleteDone, "outbox_pkey", []any{"s1", "e3", 0}},
		{"unpark", unpark, "outbox_pkey", []any{"s1", "callback"}},
		{"park", parkRow, "outbox_pkey", []any{"s1", "callback", 9, "e9"}},
	} {
		steps, err := conn.Collect(ctx, db.pool.Pgx(), func(r pgx.Row) (step string, err error) { return step, r.Scan(&step) }, "EXPLAIN "+test.query, test.args...)
		if err != nil {
			t.Fatal(test.name, err)
		}
		plan := strings.Join(steps, "\n")
		if !strings.Contains(plan, test.index) || strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s:\n%s", test.name, plan)
		}
	}
}
