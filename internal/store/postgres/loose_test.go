package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// Behind an engine that commits each statement by itself, every store does
// what it must: what belongs together is in a transaction that was begun, and
// no constraint is asked for its name.
func TestStoreOnALooseEngine(t *testing.T) {
	t.Parallel()
	engine := newLooseEngine(t, pgtest.Shared(t).Addr(), 0)
	suite(t, func(t *testing.T) *postgres.DB {
		t.Helper()
		return openAt(t, engine.url(database(t)))
	})
}

// A repeat under an idempotency key may see the key before the session, where
// their nodes commit one after the other: it waits for the session.
func TestReplicasInsertUnderOneKeyOnALooseEngine(t *testing.T) {
	t.Parallel()
	engine := newLooseEngine(t, pgtest.Shared(t).Addr(), 20*time.Millisecond)
	address := engine.url(database(t))
	insertUnderOneKey(t, [2]*postgres.DB{openAt(t, address), openAt(t, address)}, 3)
}

// The session of a key that is a moment old is waited for, and then said to be
// out of reach; that of an older key was removed.
func TestKeyWithoutItsSession(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	key := hpp.IdempotencyKey{Value: "k", Fingerprint: []byte("f"), Now: epoch}
	_, err := insert(t.Context(), db, "a", key)
	check(t, err)
	on(t, address, `DELETE FROM sessions`)
	began := time.Now()
	if _, err := db.Sessions().FindByIdempotencyKey(t.Context(), "m1", key); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a fresh key: %v", err)
	}
	if took := time.Since(began); took < time.Second || took > 5*time.Second {
		t.Errorf("its session was waited for %s", took)
	}
	began, key.Now = time.Now(), epoch.Add(2*time.Minute)
	if _, err := db.Sessions().FindByIdempotencyKey(t.Context(), "m1", key); !errors.Is(err, hpp.ErrNotFound) || time.Since(began) > time.Second {
		t.Errorf("an old key: %v after %s", err, time.Since(began))
	}
}

// brokenNode makes changes of sessions fail as they do amid a transaction whose
// node is gone, in the words of the engine.
const brokenNode = `CREATE FUNCTION broken_node() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN RAISE 'failure on connection marked as essential: worker-1:5432' USING ERRCODE = 'XX000'; END $$;
	CREATE TRIGGER broken_node BEFORE UPDATE ON sessions EXECUTE FUNCTION broken_node()`

// A node that is lost amid a transaction is an outage, not a fault of ours.
func TestNodeIsLost(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	sessionA(t, db)
	on(t, address, brokenNode)
	began := time.Now()
	if _, err := count(t.Context(), db, "a", "e1"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a change is told: %v", err)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("given up after %s: the node may be back in a moment", took)
	}
	on(t, address, `DROP FUNCTION broken_node CASCADE`)
	if _, err := count(t.Context(), db, "a", "e1"); err != nil {
		t.Error(err)
	}
}

// The checker is told that an engine with nodes shows several moments.
func TestFsckSourceOfNodes(t *testing.T) {
	t.Parallel()
	address := database(t)
	oneMoment := func() (is bool) {
		check(t, postgres.WithFsckSource(t.Context(), address, func(source fsck.Source) error {
			is = source.OneMoment()
			return nil
		}))
		return is
	}
	if !oneMoment() {
		t.Error("a server alone is taken for several nodes")
	}
	on(t, address, `CREATE FUNCTION run_command_on_all_nodes(command text) RETURNS int LANGUAGE sql AS 'SELECT 1'`)
	if oneMoment() {
		t.Error("several nodes are taken for a server alone")
	}
}
