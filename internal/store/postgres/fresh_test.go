package postgres

import (
	"testing"

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
