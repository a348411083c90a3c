package pgtest_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// count is how many rows table t has.
func count(t *testing.T, url string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM t").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDatabasesAreApart(t *testing.T) {
	prepared := 0
	prepare := func(ctx context.Context, url string) error {
		prepared++
		return pgtest.Shared(t).Run(ctx, pgtest.Name(t, url), "CREATE TABLE t (n INT); INSERT INTO t VALUES (1)")
	}
	first, second := pgtest.Database(t, "t", prepare), pgtest.Database(t, "t", prepare)
	if err := pgtest.Shared(t).Run(t.Context(), pgtest.Name(t, first), "INSERT INTO t VALUES (2)"); err != nil {
		t.Fatal(err)
	}
	if a, b := count(t, first), count(t, second); a != 2 || b != 1 || prepared != 1 {
		t.Errorf("%d and %d rows, prepared %d times", a, b, prepared)
	}
}

func TestStopAndStart(t *testing.T) {
	s := pgtest.New(t, true)
	url := s.Create(t, "template1")
	if err := s.Run(t.Context(), pgtest.Name(t, url), "CREATE TABLE t (n INT); INSERT INTO t VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(pgtest.Immediate); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(t.Context(), url); err == nil {
		t.Error("a stopped server answers")
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, url); n != 1 {
		t.Errorf("%d rows after a crash", n)
	}
}

func TestNothingStays(t *testing.T) {
	var dir string
	t.Run("server", func(t *testing.T) { dir = pgtest.New(t, false).Dir() })
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("left behind: %s, %v", dir, err)
	}
}

func TestMissingNamesWhatToInstall(t *testing.T) {
	if path, err := pgtest.Find("no-such-server"); err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("%q, %v", path, err)
	}
}
