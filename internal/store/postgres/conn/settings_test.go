package conn

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// openAt opens the database of an address.
func openAt(tb testing.TB, address string) *Pool {
	tb.Helper()
	server, err := Probe(tb.Context(), address, true)
	if err != nil {
		tb.Fatal(err)
	}
	pool, err := server.Connect(tb.Context(), Barrier{Insert: `SELECT $1::text`, Delete: `SELECT $1::text`})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

var guards = map[string]string{
	"synchronous_commit": "on", "statement_timeout": "5s", "idle_in_transaction_session_timeout": "10s", "application_name": "openhpp",
}

func TestConnectionsAreGuarded(t *testing.T) {
	t.Parallel()
	pool := openAt(t, pgtest.Empty(t))
	if pool.pooled {
		t.Error("a server is taken for a pooler")
	}
	for name, want := range guards {
		var got string
		if err := pool.pool.QueryRow(t.Context(), `SELECT current_setting($1)`, name).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", name, got, err, want)
		}
	}
}

// Behind a pooler that took no settings, transactions bring them along.
func TestTransactionsAreGuardedBehindAPooler(t *testing.T) {
	t.Parallel()
	pool := openAt(t, pgtest.Empty(t))
	pool.begin.BeginQuery, pool.pooled = beginPooled, true
	err := pool.Update(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
			var got string
			if err := tx.QueryRow(ctx, `SELECT current_setting($1)`, name).Scan(&got); err != nil || got != guards[name] {
				t.Errorf("%s = %s, %v", name, got, err)
			}
		}
		return nil
	}, Idempotent)
	if err != nil {
		t.Error(err)
	}
	var inPipeline string
	if _, err := pool.Pipeline(t.Context(), func(b *pgx.Batch) {
		QueueOptionalRow(b, func(r pgx.Row) error { return r.Scan(&inPipeline) }, `SELECT current_setting('statement_timeout')`)
	}); err != nil || inPipeline != "5s" {
		t.Errorf("a pipeline has %s, %v", inPipeline, err)
	}
}

func TestPoolerIsRecognized(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	address := pgtest.Empty(t)
	pool := openAt(t, server.URLAt(server.Pooler(t), pgtest.Name(t, address)))
	if mode := pool.pool.Config().ConnConfig.DefaultQueryExecMode; !pool.pooled || mode != pgx.QueryExecModeCacheDescribe {
		t.Errorf("pooled %v, mode %s", pool.pooled, mode)
	}
	if err := pool.Ready(t.Context()); err != nil {
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
		var s Server
		if err := s.noteRoute(c.first); err != nil || s.pooled != c.first {
			t.Errorf("%s: first %v, pooled %v", c.name, err, s.pooled)
		}
		s.probed = true
		if err := s.noteRoute(c.second); (err == nil) != c.ok || s.pooled != c.first {
			t.Errorf("%s: then %v, pooled %v", c.name, err, s.pooled)
		}
	}
}
