package postgres_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// drivers are the statements of the driver.
var drivers = regexp.MustCompile(`^(begin|begin isolation level repeatable read read only|commit|rollback|-- ping|;|)$`)

// migrators are the statements of the library that keeps the schema's version,
// in two tables of a few rows that nobody but a start touches. Their rows may
// be numbered and carry the server's time; all other rules hold for them too.
var (
	migrators    = regexp.MustCompile(`\bgoose_(db_version|lock)\b`)
	migratorsOwn = []string{"a sequence", "the server's clock"}
)

// What is really sent, whoever composed it, holds the rules too, and nothing
// is sent that the reading of the source did not find. It goes by way of a
// pooler, behind which every store does what it must.
func TestStoreBehindAPooler(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	tap := newWiretap(t, server.Pooler(t))
	by := func(address string) string { return server.URLAt(tap.Addr().String(), pgtest.Name(t, address)) }
	db := openAt(t, by(pgtest.Empty(t))) // with its migrations
	suite(t, func(t *testing.T) *postgres.DB {
		t.Helper()
		return openAt(t, by(database(t)))
	})
	if err := db.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	tap.judge(t)
}

// judge holds what was heard against the rules and the source.
func (w *wiretap) judge(t *testing.T) {
	t.Helper()
	known := map[string]bool{}
	for _, sql := range statements(t) {
		known[sql] = true
	}
	changes := strings.Join(slices.Collect(maps.Values(schema(t))), " ")
	for _, writes := range w.untransacted {
		t.Errorf("a pipeline of several writes in no transaction: %s", strings.Join(writes, "; "))
	}
	ours, migrations := 0, 0
	for sql, times := range w.statements() {
		broken := faults(sql)
		switch {
		case known[sql]:
			ours++
		case strings.Contains(changes, sql):
			if migrations++; fills(sql) {
				continue
			}
		case migrators.MatchString(sql):
			broken = slices.DeleteFunc(broken, func(what string) bool { return slices.Contains(migratorsOwn, what) })
		case !drivers.MatchString(sql):
			t.Errorf("sent %d times and found nowhere in the source: %s", times, sql)
		}
		for _, what := range broken {
			t.Errorf("sent with %s: %s", what, sql)
		}
	}
	if ours < 90 || migrations < 30 {
		t.Errorf("%d statements of %d, and %d of migrations, were sent: too few to tell", ours, len(known), migrations)
	}
}
