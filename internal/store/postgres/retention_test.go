package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestRetention(t *testing.T) {
	t.Parallel()
	storetest.RunRetention(t, func(t *testing.T) storetest.Kept {
		address := database(t)
		db := openAt(t, address)
		return storetest.Kept{
			Handovers: storetest.Handovers{Sessions: db.Sessions(), Distributions: db.Distributions(), Accesses: db.Accesses(), Outbox: db.Outbox()},
			Inbox:     db.Inbox(), Provider: db.Provider(), Retention: db.Retention(),
			Count: func(t *testing.T) map[string]int64 { return counts(t, address) },
		}
	})
}

// connected is a plain connection beside the store's.
func connected(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	check(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// counts is how many rows each table has.
func counts(t *testing.T, address string) map[string]int64 {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	check(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	rows, err := conn.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose%'`)
	check(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	check(t, err)
	if len(names) < 20 {
		t.Fatalf("%d tables", len(names))
	}
	all := map[string]int64{}
	for _, name := range names {
		var n int64
		check(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM "+name).Scan(&n))
		all[name] = n
	}
	return all
}
