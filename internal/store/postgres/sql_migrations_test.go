package postgres_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/tables"
)

// schema is the migrations' SQL by file, without comments, in single spaces.
func schema(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	files := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = spaced(string(content))
	}
	return files
}

var comment = regexp.MustCompile(`--.*`)

// spaced is SQL without comments and in single spaces.
func spaced(sql string) string {
	return strings.Join(strings.Fields(comment.ReplaceAllString(sql, "")), " ")
}

func TestMigrationsHoldTheRules(t *testing.T) {
	t.Parallel()
	for path, text := range schema(t) {
		for statement := range strings.SplitSeq(text, ";") {
			for _, broken := range faults(strings.TrimSpace(statement)) {
				if !fills(statement) {
					t.Errorf("%s has %s", path, broken)
				}
			}
		}
		switch {
		case strings.HasPrefix(text, besideOthers):
			checkBesideOthers(t, path, text)
		case !strings.HasPrefix(text, "SET LOCAL lock_timeout = '2s';"):
			t.Errorf("%s may wait for a lock for ever", path)
		}
	}
}

// fills reports a statement of a migration that fills a new table with what rows
// of another said before: it reads all shards, once.
func fills(statement string) bool {
	return strings.HasPrefix(strings.TrimSpace(statement), "INSERT INTO session_search (merchant_id, kind, value, session_id) SELECT ")
}

// besideOthers begins a migration that takes no lock which anybody waits for.
const besideOthers = "DROP INDEX CONCURRENTLY IF EXISTS "

// checkBesideOthers checks such a migration. It may be broken off anywhere, and
// is run again from the beginning.
func checkBesideOthers(t *testing.T, path, text string) {
	t.Helper()
	dropped := map[string]bool{}
	for statement := range strings.SplitSeq(text, ";") {
		statement = strings.TrimSpace(statement)
		words := strings.Fields(statement)
		switch {
		case statement == "":
		case strings.HasPrefix(statement, besideOthers):
			dropped[words[5]] = true
		case strings.HasPrefix(statement, "CREATE INDEX CONCURRENTLY ") && dropped[words[3]]:
		default:
			t.Errorf("%s keeps others waiting, or does not begin anew: %s", path, statement)
		}
	}
}

var (
	made   = regexp.MustCompile(`CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+) \((.*?)\);`)
	unique = regexp.MustCompile(`([a-z_]+) [A-Z]+(?: COLLATE "C")?(?: NOT NULL)? (?:PRIMARY KEY|UNIQUE)\b|(?:PRIMARY KEY|UNIQUE) \(([^)]*)\)`)
)

// A key is unique within its shard only: it must hold the column that says
// which shard that is. Every table has its place.
func TestKeysFitTheirShards(t *testing.T) {
	t.Parallel()
	placed := map[string]bool{}
	for path, text := range schema(t) {
		for _, table := range made.FindAllStringSubmatch(text, -1) {
			name := table[1]
			if _, known := tables.ByName(name); !known {
				t.Errorf("%s: the registry of tables lacks %s", path, name)
			}
			shard := shardKey(name)
			placed[name] = true
			keys := unique.FindAllStringSubmatch(table[2], -1)
			if len(keys) == 0 {
				t.Errorf("%s: %s has no key", path, name)
			}
			for _, key := range keys {
				columns := strings.Split(key[1]+key[2], ", ")
				if shard != "" && !slices.Contains(columns, shard) {
					t.Errorf("%s: the key (%s) of %s is unique within each shard of %s alone", path, strings.Join(columns, ", "), name, shard)
				}
			}
		}
	}
	for _, name := range tables.Names() {
		if !placed[name] {
			t.Errorf("%s is no table", name)
		}
	}
}
