package transfer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// file makes a SQLite file with a schema and opens it beside the store.
func file(t *testing.T) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = sql.Open("sqlite", "file:"+path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return path, db
}

func server(t *testing.T) string {
	t.Helper()
	return pgtest.Database(t, "openhpp", func(ctx context.Context, url string) error {
		db, err := postgres.Open(ctx, url, postgres.AllowVolatile())
		return errors.Join(err, closed(db))
	})
}

func closed(db *postgres.DB) error {
	if db == nil {
		return nil
	}
	return db.Close()
}

// fill writes many rows of several shapes.
func fill(t *testing.T, db *sql.DB, sessions int) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO merchants (id, name, webhook_version, created_at) VALUES ('m1', 'Lampor & Ljus ⚡', 2, 1000)`,
		`INSERT INTO credentials (username, merchant_id, password_hash, created_at) VALUES ('u1', 'm1', x'00ff10', 1000)`,
		`INSERT INTO upstream_credentials (merchant_id, upstream, label, username, sealed, key_id, mode, callback, return_mode, test_allowed, updated_at)
			VALUES ('m1', 'kustom-test', 'default', '', x'00ff10', '0011223344556677', 'auto', 'if-absent', 'rewrite', 1, 1000)`,
		fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
			SELECT printf('s%%06d', i * 7919 %% 1000003), 'm1', randomblob(16), 'builtin', 'payments', 'p' || i, 'WAITING', 1, i, i + 1, '{ "b":1, "a" : "ö\\u0000" }' FROM n`, sessions),
		`INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at, waits, state) SELECT session_id, 'j', 'expire', 1, 5, x'7b00', 5, 1, 'dead' FROM sessions LIMIT 20`,
		`INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) SELECT 'm1', char(0) || session_id, x'01', session_id, 5 FROM sessions LIMIT 2500`,
		`INSERT INTO distributions (session_id, number, distribution_id, method, contact, shown, recipient, state, reason, queued_at, sent_at) SELECT session_id, 1, 'd', 'email', 'å@b.example', 'å•••', x'', 'SENT', '', 5, NULL FROM sessions LIMIT 20`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// A move that is broken off again and again goes on where it stood, and what
// it moved is what PostgreSQL's own store reads.
func TestBrokenOffAndGoneOn(t *testing.T) {
	path, db := file(t)
	fill(t, db, 4500)
	to := server(t)
	breaks := 0
	for done := false; !done; {
		ctx, cancel := context.WithCancel(t.Context())
		steps := 0
		err := Move{File: path, To: to, Progress: func(string, int64, int64) {
			if steps++; steps == breaks+2 {
				cancel()
			}
		}}.Run(ctx)
		cancel()
		if done = err == nil; !done {
			breaks++
		}
		if breaks > 60 {
			t.Fatalf("never there: %v", err)
		}
	}
	if breaks < 10 {
		t.Errorf("broken off %d times only", breaks)
	}
	store, err := postgres.Open(t.Context(), to, postgres.AllowVolatile())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	if account, err := store.Merchants().Account(t.Context(), "m1"); err != nil || account.Name != "Lampor & Ljus ⚡" || account.WebhookVersion != 2 {
		t.Errorf("%+v, %v", account, err)
	}
	all, err := store.Distributions().List(t.Context(), hpp.SessionID(firstDistributed(t, db)))
	if err != nil || len(all) != 1 || all[0].To != "å@b.example" || !all[0].SentAt.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

func firstDistributed(t *testing.T, db *sql.DB) (id string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "SELECT session_id FROM distributions LIMIT 1").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// What differs is found, and named.
func TestDifferencesAreFound(t *testing.T) {
	path, db := file(t)
	fill(t, db, 30)
	for planted, table := range map[string]string{
		"UPDATE merchants SET name = 'Another'":                                               "merchants",
		"UPDATE sessions SET version = 2 WHERE payment_id = 'p7'":                             "sessions",
		"UPDATE sessions SET document = '{}' WHERE payment_id = 'p7'":                         "sessions",
		"DELETE FROM session_links WHERE session_id = (SELECT min(session_id) FROM sessions)": "session_links",
		"UPDATE upstream_credentials SET test_allowed = false":                                "upstream_credentials",
		"UPDATE upstream_credentials SET sealed = '\\x00ff11'":                                "upstream_credentials",
		"UPDATE outbox SET waits = false":                                                     "outbox",
		"INSERT INTO message_quotas (merchant_id, scope, day, used) VALUES ('m1', 'x', 1, 1)": "message_quotas",
	} {
		to := server(t)
		move := Move{File: path, To: to, Progress: func(string, int64, int64) {}}
		if err := move.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := pgtest.Shared(t).Run(t.Context(), pgtest.Name(t, to), planted); err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		if err := compare(t.Context(), db, conn); err == nil || !strings.Contains(err.Error(), table) {
			t.Errorf("%s: %v", planted, err)
		}
		_ = conn.Close(t.Context())
	}
}
