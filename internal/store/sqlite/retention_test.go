package sqlite_test

import (
	"database/sql"
	"testing"

	"github.com/openhpp/openhpp/internal/store/sqlitetest"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestRetention(t *testing.T) {
	storetest.RunRetention(t, func(t *testing.T) storetest.Kept {
		path := sqlitetest.File(t)
		db := openAt(t, path)
		beside, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = beside.Close() })
		return storetest.Kept{
			Handovers: storetest.Handovers{Sessions: db.Sessions(), Distributions: db.Distributions(), Accesses: db.Accesses(), Outbox: db.Outbox()},
			Inbox:     db.Inbox(), Provider: db.Provider(), Retention: db.Retention(),
			Count: func(t *testing.T) map[string]int64 { return counts(t, beside) },
		}
	})
}

// counts is how many rows each table has.
func counts(t *testing.T, db *sql.DB) map[string]int64 {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	all := map[string]int64{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		var n int64
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		all[name] = n
	}
	if err := rows.Err(); err != nil || len(all) < 20 {
		t.Fatalf("%d tables, %v", len(all), err)
	}
	return all
}
