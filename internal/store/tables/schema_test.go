package tables_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/tables"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// shape is what a schema says of a table.
type shape struct {
	Columns []string // sorted
	Key     []string // in the key's order
}

// expected are the tables of the registry, with or without what a server has
// beside a file.
func expected(server bool) map[string]shape {
	all := map[string]shape{}
	for _, t := range tables.All {
		columns := slices.Clone(t.Columns)
		if server {
			columns = append(columns, t.ServerColumns...)
		} else if t.FromFile != "" {
			continue
		}
		slices.Sort(columns)
		all[t.Name] = shape{columns, t.Key}
	}
	return all
}

// The registry says of every table and column of a file what it is, and of no
// other.
func TestSchemaOfSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), `SELECT m.name, c.name, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	got := schema{}
	for rows.Next() {
		var table, column string
		var place int
		if err := rows.Scan(&table, &column, &place); err != nil {
			t.Fatal(err)
		}
		got.add(table, column, place)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(expected(false), got.shapes()); diff != "" {
		t.Errorf("(-registry +file):\n%s", diff)
	}
}

func TestSchemaOfPostgreSQL(t *testing.T) {
	address := pgtest.Database(t, "openhpp", func(ctx context.Context, url string) error {
		db, err := postgres.Open(ctx, url, postgres.AllowVolatile())
		if err != nil {
			return err
		}
		return db.Close()
	})
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	rows, err := conn.Query(t.Context(), `SELECT c.relname::text, a.attname::text, coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
		WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE 'goose%' ORDER BY 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	got := schema{}
	var table, column string
	var place int
	if _, err := pgx.ForEachRow(rows, []any{&table, &column, &place}, func() error { got.add(table, column, place); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(expected(true), got.shapes()); diff != "" {
		t.Errorf("(-registry +server):\n%s", diff)
	}
}

// schema gathers a table's columns and the place of each in its key, from 1;
// 0: none.
type schema map[string]map[string]int

func (s schema) add(table, column string, place int) {
	if s[table] == nil {
		s[table] = map[string]int{}
	}
	s[table][column] = place
}

func (s schema) shapes() map[string]shape {
	all := map[string]shape{}
	for table, columns := range s {
		var one shape
		for column, place := range columns {
			one.Columns = append(one.Columns, column)
			if place > 0 {
				one.Key = append(one.Key, column)
			}
		}
		slices.Sort(one.Columns)
		slices.SortFunc(one.Key, func(a, b string) int { return columns[a] - columns[b] })
		all[table] = one
	}
	return all
}
