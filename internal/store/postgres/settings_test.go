package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// fresh opens a new database from inside.
func fresh(tb testing.TB) *DB {
	tb.Helper()
	db, err := Open(tb.Context(), pgtest.Empty(tb), AllowVolatile())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

var guards = map[string]string{
	"synchronous_commit": "on", "statement_timeout": "5s", "idle_in_transaction_session_timeout": "10s", "application_name": "openhpp",
}

func TestConnectionsAreGuarded(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	if db.pooled {
		t.Error("a server is taken for a pooler")
	}
	for name, want := range guards {
		var got string
		if err := db.pool.QueryRow(t.Context(), `SELECT current_setting($1)`, name).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", name, got, err, want)
		}
	}
}

// Behind a pooler that took no settings, transactions bring them along.
func TestTransactionsAreGuardedBehindAPooler(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	db.begin.BeginQuery, db.pooled = beginPooled, true
	err := db.update(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
			var got string
			if err := tx.QueryRow(ctx, `SELECT current_setting($1)`, name).Scan(&got); err != nil || got != guards[name] {
				t.Errorf("%s = %s, %v", name, got, err)
			}
		}
		return nil
	}, again)
	if err != nil {
		t.Error(err)
	}
	var inPipeline string
	if _, err := db.pipeline(t.Context(), func(b *pgx.Batch) {
		optionalRow(b, func(r pgx.Row) error { return r.Scan(&inPipeline) }, `SELECT current_setting('statement_timeout')`)
	}); err != nil || inPipeline != "5s" {
		t.Errorf("a pipeline has %s, %v", inPipeline, err)
	}
}

func TestPoolerIsRecognized(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	address := pgtest.Empty(t)
	db, err := Open(t.Context(), server.URLAt(server.Pooler(t), pgtest.Name(t, address)), AllowVolatile())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if mode := db.pool.Config().ConnConfig.DefaultQueryExecMode; !db.pooled || mode != pgx.QueryExecModeCacheDescribe {
		t.Errorf("pooled %v, mode %s", db.pooled, mode)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

// A pooler that comes between later would run a statement where its name means
// nothing; one that was there from the start may go.
func TestPoolerThatComesLaterIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		first, second bool
		ok            bool
	}{{"none", false, false, true}, {"one", true, true, true}, {"comes", false, true, false}, {"goes", true, false, true}} {
		var l link
		if err := l.through(c.first); err != nil || l.pooled != c.first {
			t.Errorf("%s: first %v, pooled %v", c.name, err, l.pooled)
		}
		l.met = true
		if err := l.through(c.second); (err == nil) != c.ok || l.pooled != c.first {
			t.Errorf("%s: then %v, pooled %v", c.name, err, l.pooled)
		}
	}
}
