package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/merchantimage"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func open(t *testing.T) *sqlite.DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "test.db"))
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

func TestSessions(t *testing.T) {
	storetest.RunSessions(t, func(t *testing.T) hpp.Store { return open(t).Sessions() })
}

func TestPictures(t *testing.T) {
	storetest.RunPictures(t, func(t *testing.T) merchantimage.Store { return open(t).Pictures() })
}

func TestHandovers(t *testing.T) {
	storetest.RunHandovers(t, func(t *testing.T) storetest.Handovers {
		db := open(t)
		return storetest.Handovers{Sessions: db.Sessions(), Distributions: db.Distributions(), Accesses: db.Accesses(), Outbox: db.Outbox()}
	})
}

func TestProfiles(t *testing.T) {
	storetest.RunProfiles(t, func(t *testing.T) hpp.ProfileStore { return open(t).Profiles() })
}

func TestInbox(t *testing.T) {
	storetest.RunInbox(t, func(t *testing.T) inbox.Store { return open(t).Inbox() })
}
