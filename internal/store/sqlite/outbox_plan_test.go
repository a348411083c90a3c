package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
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
		{"candidates", selectCandidates, "outbox_due (kind=? AND due_at<?)"},
		{"one merchant's candidates", selectMerchantsCandidates, "outbox_merchant (kind=? AND merchant_id=? AND due_at<?)"},
		{"the first merchant", selectDueMerchants, "INDEX outbox_merchant (kind=?)"},
		{"the next merchant", selectDueMerchants, "INDEX outbox_merchant (kind=? AND merchant_id>?)"},
		{"a merchant's first row", selectDueMerchants, "outbox_merchant (kind=? AND merchant_id=? AND due_at<?)"},
		{"older rows", `SELECT ` + older + ` FROM outbox o WHERE o.subject = 'a' AND o.id = 'b'`, "sqlite_autoindex_outbox_1 (subject=?"},
		{"next", `SELECT due_at FROM outbox WHERE kind = 'a' AND state = 'pending' AND waits = 0 AND due_at > 5 ORDER BY due_at LIMIT 1`,
			"COVERING INDEX outbox_due (kind=? AND due_at>?)"},
		{"dead letters", `SELECT id FROM outbox WHERE kind = 'a' AND state = 'dead' ORDER BY due_at DESC LIMIT 5`, "outbox_buried (kind=?)"},
	} {
		plan := strings.ReplaceAll(plan(t, db, test.query, make([]any, parameters(test.query))...), "SCAN next", "")
		plan = strings.ReplaceAll(plan, "SCAN CONSTANT ROW", "")
		if !strings.Contains(plan, test.index) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN") {
			t.Errorf("%s:\n%s", test.name, plan)
		}
	}
}

// parameters is how many arguments a statement takes.
func parameters(statement string) int {
	if strings.Contains(statement, "?2") {
		return 2
	}
	return strings.Count(statement, "?")
}

const manyRows = 1_000_000

// BenchmarkOutboxClaim claims and finishes one row among many that wait for
// their time.
func BenchmarkOutboxClaim(b *testing.B) {
	benchmarkClaim(b, int64(1e12), outbox.Shares{})
}

// BenchmarkOutboxClaimByMerchant claims and finishes one merchant's row while
// another has a million that are due, and no share left.
func BenchmarkOutboxClaimByMerchant(b *testing.B) {
	benchmarkClaim(b, -manyRows, outbox.Shares{Most: 16, Running: map[string]int{"later": 16}})
}

func benchmarkClaim(b *testing.B, due int64, shares outbox.Shares) {
	b.Helper()
	db, err := Open(b.Context(), filepath.Join(b.TempDir(), "many.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	insert := `INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		SELECT ?2 || i, 'e', 'callback', ?2, 1, ?3 + i, zeroblob(400), 0 FROM n`
	if _, err := db.write.ExecContext(b.Context(), insert, manyRows, "later", due); err != nil {
		b.Fatal(err)
	}
	if _, err := db.write.ExecContext(b.Context(), insert, b.N, "due", 0); err != nil {
		b.Fatal(err)
	}
	now := time.UnixMilli(1e11)
	b.ResetTimer()
	for range b.N {
		rows, err := db.Outbox().Claim(b.Context(), "callback", now, now.Add(time.Minute), 1, shares)
		if err != nil || len(rows) != 1 || rows[0].Merchant != "due" {
			b.Fatalf("%d rows, %v", len(rows), err)
		}
		if err := db.Outbox().Done(b.Context(), rows[0]); err != nil {
			b.Fatal(err)
		}
	}
}
