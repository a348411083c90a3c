package postgres_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestMain(m *testing.M) {
	code := pgtest.Run(m.Run)
	if err := goleak.Find(); err != nil && code == 0 {
		_, _ = fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// database is the address of a new database with our schema.
func database(tb testing.TB) string {
	tb.Helper()
	return pgtest.Database(tb, "openhpp", func(ctx context.Context, url string) error {
		db, err := postgres.Open(ctx, url, postgres.AllowVolatile())
		if err != nil {
			return err
		}
		return db.Close()
	})
}

func open(tb testing.TB) *postgres.DB {
	tb.Helper()
	return openAt(tb, database(tb))
}

// openAt opens a database once more, as another process would.
func openAt(tb testing.TB, url string) *postgres.DB {
	tb.Helper()
	db, err := postgres.Open(tb.Context(), url, postgres.AllowVolatile())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

func TestStore(t *testing.T) {
	t.Parallel()
	suite(t, func(t *testing.T) *postgres.DB { return open(t) })
}

// suite is what every store must do.
func suite(t *testing.T, open func(*testing.T) *postgres.DB) {
	t.Helper()
	storetest.Run(t, func(t *testing.T) storetest.Database {
		db := open(t)
		return storetest.Database{Stores: db.Stores, Sessions: db.Sessions(), Outbox: db.Outbox()}
	})
}

func TestOpenPages(t *testing.T) {
	t.Parallel()
	url := database(t)
	storetest.RunOpenPages(t, openAt(t, url).Sessions(), openAt(t, url).Sessions())
}
