package transfer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The kinds of column that differ between the engines.
const (
	kindBoolean = "boolean"
	kindBytes   = "bytea"
	kindJSON    = "json"
)

// kindsOf are the kinds of a table's columns in PostgreSQL. A column that it
// lacks is an error: the versions do not fit.
func kindsOf(ctx context.Context, to *pgx.Conn, t table) (map[string]string, error) {
	rows, err := to.Query(ctx, `SELECT column_name::text, data_type::text FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1`, t.Name)
	if err != nil {
		return nil, err
	}
	kinds := map[string]string{}
	var name, kind string
	if _, err := pgx.ForEachRow(rows, []any{&name, &kind}, func() error { kinds[name] = kind; return nil }); err != nil {
		return nil, err
	}
	for _, column := range t.Columns {
		if kinds[column] == "" {
			return nil, fmt.Errorf("the database has no column %s", column)
		}
	}
	return kinds, nil
}

// toPostgres is a value of the file as PostgreSQL takes it.
func toPostgres(kind string, value any) any {
	switch v := value.(type) {
	case int64:
		if kind == kindBoolean {
			return v != 0
		}
	case string:
		if v = speakable(v); kind == kindBytes {
			return []byte(v)
		}
		return v
	case []byte:
		if kind != kindBytes {
			return string(v)
		}
	}
	return value
}

// speakable is a text without the one character that PostgreSQL's text cannot
// hold. Keys of our own began with it once.
func speakable(text string) string { return strings.ReplaceAll(text, "\x00", "\x01") }

// fromPostgres is a value of PostgreSQL as the file writes it.
func fromPostgres(kind string, value any) any {
	switch v := value.(type) {
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case []byte:
		if kind == kindJSON {
			return string(v)
		}
	}
	return value
}
