package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// full and dropFullRule make a database's table of sessions act as on a full disk, in
// the words of a server: "could not extend file" has this code.
const (
	full = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
		CREATE TRIGGER full_disk BEFORE INSERT ON sessions EXECUTE FUNCTION full_disk()`
	dropFullRule = `DROP FUNCTION full_disk CASCADE`
)

// A write that finds the disk full is told to try again; the database is not
// ready then, and is again by itself.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	check(t, db.Ready(t.Context()))
	on(t, address, full)
	if _, err := insert(t.Context(), db, "a", hpp.IdempotencyKey{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a write is told: %v", err)
	}
	if err := db.Ready(t.Context()); err == nil {
		t.Error("ready with a full disk")
	}
	on(t, address, dropFullRule)
	recovers(t, db.Ready)
	if _, err := insert(t.Context(), db, "a", hpp.IdempotencyKey{}); err != nil {
		t.Error(err)
	}
}

// The full disk is found before a payer finds it: here by what stands in for
// the list that has to go to a file.
func TestFullDiskIsFoundUnasked(t *testing.T) {
	t.Parallel()
	address := database(t)
	on(t, address, `CREATE FUNCTION generate_series(a int, b int) RETURNS SETOF int LANGUAGE plpgsql AS
		$$ BEGIN RAISE 'could not write to file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
		ALTER DATABASE `+pgtest.Name(t, address)+` SET search_path = public, pg_catalog`)
	db := openAt(t, address)
	if err := db.Ready(t.Context()); err == nil {
		t.Fatal("ready with a full disk")
	}
	on(t, address, `DROP FUNCTION public.generate_series(int, int)`)
	recovers(t, db.Ready)
}

// recovers waits until the database is ready, but not at once.
func recovers(t *testing.T, ready func(context.Context) error) {
	t.Helper()
	if ready(t.Context()) == nil {
		t.Error("ready at once: the next to find out would be a payer")
	}
	limit := time.After(15 * time.Second)
	for ready(t.Context()) != nil {
		select {
		case <-limit:
			t.Fatal("not ready again")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Looking for room does write to the disk, or it would never find it full.
func TestReadyWritesToTheDisk(t *testing.T) {
	t.Parallel()
	address := database(t)
	db := openAt(t, address)
	check(t, db.Ready(t.Context()))
	check(t, db.Close()) // a connection's end makes its numbers known
	conn, err := pgx.Connect(t.Context(), address)
	check(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	var bytes int64
	limit := time.After(10 * time.Second)
	for bytes < 1<<16 {
		check(t, conn.QueryRow(t.Context(), "SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()").Scan(&bytes))
		select {
		case <-limit:
			t.Fatalf("%d bytes went to the disk", bytes)
		case <-time.After(20 * time.Millisecond):
		}
	}
	if bytes > 1<<20 {
		t.Errorf("%d bytes went to the disk: too many for a look", bytes)
	}
}
