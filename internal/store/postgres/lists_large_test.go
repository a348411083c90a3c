package postgres_test

import (
	"flag"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/storetest"
)

// make lists asks for a million, within 50 ms.
var (
	large  = flag.Int("sessions", 30_000, "how many sessions the large lists are judged on")
	calls  = flag.Int("calls", 50, "how often each of the large lists is asked for")
	within = flag.Duration("within", time.Second, "how long 99 in a hundred of the large lists may take")
)

func TestLargeLists(t *testing.T) {
	url := database(t)
	db := openAt(t, url)
	raw, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close(t.Context()) }()
	filler := storetest.Filler{
		Run: func(t *testing.T, statement string) {
			t.Helper()
			if _, err := raw.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		},
		AsJSON:  func(expression string) string { return "CAST(" + expression + " AS json)" },
		AsBytes: func(expression string) string { return "CAST(" + expression + " AS bytea)" },
	}
	storetest.RunLargeLists(t, storetest.Database{Stores: db.Stores, Sessions: db.Sessions(), Outbox: db.Outbox()}, filler, *large, *calls, *within)
}
