package postgres_test

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// A new version builds its indexes while the old one goes on: for longer than
// any other statement may take, over what an earlier try left behind, and
// without anybody waiting for it.
func TestIndexesAreBuiltBesideWriters(t *testing.T) {
	t.Parallel()
	address := database(t)
	running := openAt(t, address)
	on(t, address, `DELETE FROM goose_db_version WHERE version_id >= 7; DROP INDEX idempotency_age;
		DROP TABLE webhook_overlaps, upstream_credentials; ALTER TABLE merchants DROP COLUMN sales_closed_at;
		UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'sessions_end'::regclass`)
	old := connected(t, address)
	_, err := old.Exec(t.Context(), `BEGIN; INSERT INTO session_links (link_hash, session_id) VALUES ('\x00', 'a'); LOCK TABLE sessions IN ROW EXCLUSIVE MODE`)
	check(t, err) // a build waits until this is over
	opened := make(chan error, 1)
	go func() {
		db, err := postgres.Open(t.Context(), with(t, address, set("statement_timeout", "300ms")), postgres.AllowVolatile())
		if err == nil {
			err = db.Close()
		}
		opened <- err
	}()
	building := connected(t, address)
	for waits := false; !waits; {
		select {
		case err := <-opened:
			t.Fatalf("opened without waiting for those before it: %v", err)
		default:
		}
		check(t, building.QueryRow(t.Context(), `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE '%INDEX CONCURRENTLY%' AND wait_event_type = 'Lock' AND state = 'active'
				AND query_start < clock_timestamp() - interval '1 second' AND pid <> pg_backend_pid())`).Scan(&waits))
	}
	began := time.Now()
	_, err = insert(t.Context(), running, "beside", hpp.IdempotencyKey{Value: "k", Fingerprint: []byte("f"), Now: epoch})
	if took := time.Since(began); err != nil || took > 2*time.Second {
		t.Errorf("a session beside the build took %s, %v", took, err)
	}
	_, err = old.Exec(t.Context(), "ROLLBACK")
	check(t, err)
	check(t, <-opened)
	var valid int
	check(t, building.QueryRow(t.Context(), `SELECT count(*) FROM pg_index JOIN pg_class ON oid = indexrelid
		WHERE relname IN ('sessions_end', 'idempotency_age', 'outbox_merchant', 'sessions_merchant') AND indisvalid`).Scan(&valid))
	if valid != 4 {
		t.Errorf("%d of 4 indexes can be used", valid)
	}
}
