package sqlite

import (
	"database/sql"
	"io/fs"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
)

// sessionsOfBefore are rows that an older program left behind.
const sessionsOfBefore = `INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document) VALUES
	('a', 'm1', x'01', 'builtin', 'payments', 'p', 'COMPLETED', 1, 1, 1, '{"profile":"till","result":{"order_id":"o1","reference":"K1"}}'),
	('b', 'm1', x'02', 'builtin', 'payments', 'p', 'WAITING', 1, 1, 1, '{}')`

// They are found by what they said all along.
func TestOlderSessionsAreFound(t *testing.T) {
	db := planned(t)
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	db.pool.SetMaxOpenConns(2) // the writer keeps the other
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.pool, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.ApplyVersion(t.Context(), 27, false); err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.ExecContext(t.Context(), sessionsOfBefore); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.ApplyVersion(t.Context(), 27, true); err != nil {
		t.Fatal(err)
	}
	rows, err := db.read.QueryContext(t.Context(), `SELECT merchant_id || ' ' || kind || ' ' || value || ' ' || session_id FROM session_search ORDER BY kind`)
	got, err := collect(rows, err, func(r *sql.Rows) (one string, err error) { return one, r.Scan(&one) })
	if err != nil {
		t.Fatal(err)
	}
	if want := "m1 klarna_reference K1 a, m1 order o1 a, m1 profile till a"; strings.Join(got, ", ") != want {
		t.Errorf("found by %v, want %s", got, want)
	}
}
