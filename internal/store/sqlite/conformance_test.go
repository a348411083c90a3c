package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func open(t *testing.T) *sqlite.DB {
	t.Helper()
	return openAt(t, sqlitetest.File(t))
}

func openAt(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Database {
		db := open(t)
		return storetest.Database{Stores: db.Stores, Sessions: db.Sessions(), Outbox: db.Outbox()}
	})
}

func TestOpenPages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	storetest.RunOpenPages(t, openAt(t, path).Sessions(), openAt(t, path).Sessions())
}
