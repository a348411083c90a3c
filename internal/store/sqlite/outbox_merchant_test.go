package sqlite

import (
	"database/sql"
	"io/fs"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
)

// older rows, of every kind of subject there is, and whose they are.
var rowsOfMerchants = []string{
	`INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
		VALUES ('s', 'm1', x'01', 'builtin', 'payments', 'p', 'WAITING', 1, 1, 1, '{}')`,
	`INSERT INTO playground_sessions (session_id, merchant_id, version, created_at, expires_at, document) VALUES ('p', 'm2', 1, 1, 1, '{}')`,
	`INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount, fraud_status, created_at, expires_at, document)
		VALUES ('o', 'p', 'm3', 1, 1, 'ACCEPTED', 1, 1, '{}')`,
	`INSERT INTO playground_checkouts (order_id, merchant_id, version, created_at, expires_at, document) VALUES ('k', 'm4', 1, 1, 1, '{}')`,
	`INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at) VALUES
		('s', 'a', 'callback', 1, 1, x'', 1), ('s/d', 'd', 'email', 1, 1, x'', 1), ('s', 'e', 'expire', 1, 1, x'', 1),
		('p', 'b', 'playground_authorization', 1, 1, x'', 1), ('o', 'c', 'playground_push', 1, 1, x'', 1),
		('k', 'f', 'payment_session', 1, 1, x'', 1), ('gone', 'g', 'callback', 1, 1, x'', 1)`,
}

// Rows that an older program left behind get their merchant.
func TestOldJobsGetTheirMerchant(t *testing.T) {
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
	for _, version := range []int64{28, 17, 16} {
		if _, err := provider.ApplyVersion(t.Context(), version, false); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range rowsOfMerchants {
		if _, err := db.write.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := provider.ApplyVersion(t.Context(), 16, true); err != nil {
		t.Fatal(err)
	}
	rows, err := db.read.QueryContext(t.Context(), `SELECT id || merchant_id FROM outbox ORDER BY id`)
	got, err := collect(rows, err, func(r *sql.Rows) (one string, err error) { return one, r.Scan(&one) })
	if err != nil {
		t.Fatal(err)
	}
	if want := "am1 bm2 cm3 dm1 e fm4 g"; strings.Join(got, " ") != want {
		t.Errorf("rows and their merchants are %v, want %s", got, want)
	}
}
