package conn

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// A pipeline is saved as a whole or not at all, and a statement that fails
// costs no connection.
func TestPipelineIsOneTransaction(t *testing.T) {
	t.Parallel()
	pool := openAt(t, pgtest.Empty(t))
	if _, _, err := pool.ExecOnce(t.Context(), `CREATE TABLE t (n INT PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	made := pool.pool.Stat().NewConnsCount()
	for range 3 {
		_, err := pool.Pipeline(t.Context(), func(b *pgx.Batch) {
			b.Queue(`INSERT INTO t (n) VALUES (1)`)
			b.Queue(`INSERT INTO t (n) VALUES (1)`)
		})
		if !IsUnique(err) {
			t.Errorf("a key twice: %v", err)
		}
	}
	if n := pool.pool.Stat().NewConnsCount(); n != made {
		t.Errorf("%d more connections after errors", n-made)
	}
	var rows int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM t`).Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

// A pipeline of which a statement failed was not committed, whatever the reason.
func TestFailedPipelineIsKnown(t *testing.T) {
	t.Parallel()
	pool := openAt(t, pgtest.Empty(t))
	_, err := pool.Pipeline(t.Context(), func(b *pgx.Batch) {
		b.Queue(`SET LOCAL statement_timeout = '50ms'`)
		b.Queue(`SELECT pg_sleep(2)`)
	})
	if failed, ok := errors.AsType[*outage](err); !ok || failed.unknown {
		t.Errorf("%v; want an outage whose outcome is known", err)
	}
}
