package sqlite_test

import (
	"database/sql"
	"flag"
	"path/filepath"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/store/storetest"
)

// make lists asks for a million, within 50 ms.
var (
	large  = flag.Int("sessions", 30_000, "how many sessions the large lists are judged on")
	calls  = flag.Int("calls", 50, "how often each of the large lists is asked for")
	within = flag.Duration("within", time.Second, "how long 99 in a hundred of the large lists may take")
)

func TestLargeLists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.db")
	db := openAt(t, path)
	raw, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	filler := storetest.Filler{
		Run: func(t *testing.T, statement string) {
			t.Helper()
			if _, err := raw.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		},
		AsJSON:  func(expression string) string { return expression },
		AsBytes: func(expression string) string { return "CAST(" + expression + " AS BLOB)" },
	}
	storetest.RunLargeLists(t, storetest.Database{Stores: db.Stores, Sessions: db.Sessions(), Outbox: db.Outbox()}, filler, *large, *calls, *within)
}
