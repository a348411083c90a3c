package postgres_test

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// What is looked at stays as it is: an empty database gets no schema.
func TestExamineChangesNothing(t *testing.T) {
	t.Parallel()
	address := pgtest.Empty(t)
	if _, err := postgres.Examine(t.Context(), address, postgres.AllowVolatile()); err == nil {
		t.Error("an empty database is taken for one of ours")
	}
	db, err := postgres.Open(t.Context(), address, postgres.AllowVolatile())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	found, err := postgres.Examine(t.Context(), address, postgres.AllowVolatile())
	if err != nil || found.Schema != found.Known || found.Known == 0 || time.Since(found.Now).Abs() > time.Minute || !found.OldestDue.IsZero() {
		t.Errorf("%+v, %v", found, err)
	}
}

// Who loses what was acknowledged is told so.
func TestExamineASloppyServer(t *testing.T) {
	t.Parallel()
	address := pgtest.Empty(t)
	if _, err := postgres.Examine(t.Context(), address); err == nil {
		t.Error("a server without fsync is taken for one that keeps what it acknowledges")
	}
}
