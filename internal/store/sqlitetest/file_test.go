package sqlitetest_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

// schema is what a file has after it was opened: tables, indexes, and the
// migrations that it knows of.
func schema(t *testing.T, path string) (lines []string) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	rows, err := raw.QueryContext(t.Context(), `SELECT coalesce(sql, name) FROM sqlite_schema
		UNION ALL SELECT 'version ' || version_id FROM goose_db_version ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestFileIsAsOneThatWasMigrated(t *testing.T) {
	own := schema(t, filepath.Join(t.TempDir(), "own.db"))
	if len(own) < 50 {
		t.Fatalf("a file that was migrated has %d tables and indexes", len(own))
	}
	first, second := sqlitetest.File(t), sqlitetest.File(t)
	if first == second {
		t.Errorf("two tests share %s", first)
	}
	for _, path := range []string{first, second} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("its mode is %s, a server's is 0600", info.Mode())
		}
		if diff := cmp.Diff(own, schema(t, path)); diff != "" {
			t.Error(diff)
		}
	}
}
