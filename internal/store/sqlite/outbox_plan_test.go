package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// planned is a database whose plans are looked at.
func planned(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "plan.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// plan is how SQLite goes about a statement, a line each step.
func plan(t *testing.T, db *DB, statement string, args ...any) string {
	t.Helper()
	rows, err := db.write.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, args...)
	steps, err := collect(rows, err, func(r *sql.Rows) (step string, err error) {
		var ignored int
		return step, r.Scan(&ignored, &ignored, &ignored, &step)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "\n")
}

// With millions of rows that are not due, a look for those that are reads an
// index and no more of it than it needs.
func TestOutboxQueriesUseTheirIndexes(t *testing.T) {
	db := planned(t)
	for _, test := range []struct{ name, query, index string }{
		{"candidates", `SELECT o.subject, o.id, ` + older + ` FROM outbox o WHERE o.kind = 'a' AND o.state = 'pending' AND o.waits = 0
			AND o.due_at <= 5 AND o.lease_until <= 5 ORDER BY o.due_at LIMIT 5`, "outbox_due (kind=? AND due_at<?)"},
		{"older rows", `SELECT ` + older + ` FROM outbox o WHERE o.subject = 'a' AND o.id = 'b'`, "sqlite_autoindex_outbox_1 (subject=?"},
		{"next", `SELECT due_at FROM outbox WHERE kind = 'a' AND state = 'pending' AND waits = 0 AND due_at > 5 ORDER BY due_at LIMIT 1`,
			"COVERING INDEX outbox_due (kind=? AND due_at>?)"},
		{"buried", `SELECT id FROM outbox WHERE kind = 'a' AND state = 'dead' ORDER BY due_at DESC LIMIT 5`, "outbox_buried (kind=?)"},
	} {
		plan := plan(t, db, test.query)
		if !strings.Contains(plan, test.index) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN") {
			t.Errorf("%s:\n%s", test.name, plan)
		}
	}
}

// BenchmarkOutboxClaim claims and finishes one row among many that wait for
// their time.
func BenchmarkOutboxClaim(b *testing.B) {
	db, err := Open(b.Context(), filepath.Join(b.TempDir(), "many.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	const many = 1_000_000
	insert := `INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		SELECT ? || i, 'e', 'callback', 1, ? + i, zeroblob(400), 0 FROM n`
	if _, err := db.write.ExecContext(b.Context(), insert, many, "later", int64(1e12)); err != nil {
		b.Fatal(err)
	}
	if _, err := db.write.ExecContext(b.Context(), insert, b.N, "due", 0); err != nil {
		b.Fatal(err)
	}
	now := time.UnixMilli(1e11)
	b.ResetTimer()
	for range b.N {
		rows, err := db.Outbox().Claim(b.Context(), "callback", now, now.Add(time.Minute), 1)
		if err != nil || len(rows) != 1 {
			b.Fatalf("%d rows, %v", len(rows), err)
		}
		if err := db.Outbox().Done(b.Context(), rows[0]); err != nil {
			b.Fatal(err)
		}
	}
}
