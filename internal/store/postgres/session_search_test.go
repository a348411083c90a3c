package postgres

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// sessionsOfBefore are rows that an older program left behind.
const sessionsOfBefore = `INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document) VALUES
	('a', 'm1', '', 'builtin', 'payments', 'p', 'COMPLETED', 1, 1, 1, '{"profile":"till","result":{"order_id":"o1","reference":"K1"}}'),
	('b', 'm1', 'b', 'builtin', 'payments', 'p', 'WAITING', 1, 1, 1, '{}')`

// They are found by what they said all along.
func TestOlderSessionsAreFound(t *testing.T) {
	ctx, db := t.Context(), fresh(t)
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	pool := stdlib.OpenDBFromPool(db.pool.Pgx())
	defer func() { _ = pool.Close() }()
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.ApplyVersion(ctx, 27, false); err != nil {
		t.Fatal(err)
	}
	if _, err := db.pool.Pgx().Exec(ctx, sessionsOfBefore); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.ApplyVersion(ctx, 27, true); err != nil {
		t.Fatal(err)
	}
	got, err := conn.Collect(ctx, db.pool.Pgx(), func(r pgx.Row) (one string, err error) { return one, r.Scan(&one) },
		`SELECT merchant_id || ' ' || kind || ' ' || value || ' ' || session_id FROM session_search ORDER BY kind`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "m1 klarna_reference K1 a, m1 order o1 a, m1 profile till a"; strings.Join(got, ", ") != want {
		t.Errorf("found by %v, want %s", got, want)
	}
}
