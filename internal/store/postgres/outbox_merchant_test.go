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

// older rows, of every kind of subject there is, and whose they are.
var rowsOfMerchants = []string{
	`INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
		VALUES ('s', 'm1', '', 'builtin', 'payments', 'p', 'WAITING', 1, 1, 1, '{}')`,
	`INSERT INTO distributions (session_id, number, distribution_id, method, contact, shown, recipient, state, reason, queued_at)
		VALUES ('s', 1, 'd', 'email', '', '', '', 'QUEUED', '', 1)`,
	`INSERT INTO playground_sessions (session_id, merchant_id, version, created_at, expires_at, document) VALUES ('p', 'm2', 1, 1, 1, '{}')`,
	`INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount, fraud_status, created_at, expires_at, document)
		VALUES ('o', 'p', 'm3', 1, 1, 'ACCEPTED', 1, 1, '{}')`,
	`INSERT INTO playground_checkouts (order_id, merchant_id, version, created_at, expires_at, document) VALUES ('k', 'm4', 1, 1, 1, '{}')`,
	`INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at) VALUES
		('s', 'a', 'callback', 1, 1, '', 1), ('s/d', 'd', 'email', 1, 1, '', 1), ('s', 'e', 'expire', 1, 1, '', 1),
		('p', 'b', 'playground_authorization', 1, 1, '', 1), ('o', 'c', 'playground_push', 1, 1, '', 1),
		('k', 'f', 'payment_session', 1, 1, '', 1), ('gone', 'g', 'callback', 1, 1, '', 1)`,
}

// Rows that an older program left behind get their merchant.
func TestOldJobsGetTheirMerchant(t *testing.T) {
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
	for _, version := range []int64{28, 17, 16} {
		if _, err := provider.ApplyVersion(ctx, version, false); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range rowsOfMerchants {
		if _, err := db.pool.Pgx().Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := provider.ApplyVersion(ctx, 16, true); err != nil {
		t.Fatal(err)
	}
	got, err := conn.Collect(ctx, db.pool.Pgx(), func(r pgx.Row) (one string, err error) { return one, r.Scan(&one) }, `SELECT id || merchant_id FROM outbox ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "am1 bm2 cm3 dm1 e fm4 g"; strings.Join(got, " ") != want {
		t.Errorf("rows and their merchants are %v, want %s", got, want)
	}
}
