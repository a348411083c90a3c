package pgtest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// names are the databases of a server that are the tests'.
func names(t *testing.T, s *pgtest.Server) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	var all string
	err = conn.QueryRow(t.Context(), `SELECT coalesce(string_agg(datname, ' ' ORDER BY datname), '') FROM pg_database
		WHERE datname LIKE 'openhpp_test_%' OR datname LIKE 'template\_%'`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// On a cluster that was given, databases are made on every host under names
// that nobody guesses, are spread once they have their schema, and go again.
func TestGivenCluster(t *testing.T) {
	first, second := pgtest.New(t, false), pgtest.New(t, false)
	spread := filepath.Join(t.TempDir(), "spread.sql")
	if err := os.WriteFile(spread, []byte("CREATE TABLE spread (n INT); INSERT INTO spread SELECT n FROM t;"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("OPENHPP_TEST_DATABASE", first.URLAt(first.Addr()+","+second.Addr(), "postgres"))
	t.Setenv("OPENHPP_TEST_SPREAD", spread)
	remove := pgtest.Renew(t)
	prepare := func(ctx context.Context, url string) error {
		return pgtest.Shared(t).Run(ctx, pgtest.Name(t, url), "CREATE TABLE t (n INT); INSERT INTO t VALUES (1)")
	}
	t.Run("made", func(t *testing.T) {
		a, b := pgtest.Database(t, "t", prepare), pgtest.Database(t, "t", prepare)
		for _, url := range []string{a, b} {
			if n := count(t, url); n != 1 || !strings.Contains(url, first.Addr()) {
				t.Errorf("%s has %d rows", url, n)
			}
			if err := pgtest.Shared(t).Run(t.Context(), pgtest.Name(t, url), "INSERT INTO spread VALUES (2)"); err != nil {
				t.Errorf("not spread: %v", err)
			}
		}
		made := names(t, first)
		if len(strings.Fields(made)) != 3 || names(t, second) != made {
			t.Errorf("the hosts have %q and %q", made, names(t, second))
		}
	})
	if err := remove(); err != nil {
		t.Error(err)
	}
	if left := names(t, first) + names(t, second); left != "" {
		t.Errorf("left behind: %s", left)
	}
}
