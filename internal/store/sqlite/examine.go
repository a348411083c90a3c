package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/doctor"
)

// Examine looks at the file at path, which may be in use, and changes nothing: no schema is brought
// up to date.
func Examine(ctx context.Context, path string) (found doctor.Database, err error) {
	db, err := sql.Open("sqlite", existingFileURL(path)+"&_pragma=query_only(1)")
	if err != nil {
		return found, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if found.Schema, found.Known, err = schema(ctx, db); err != nil {
		return found, fmt.Errorf("sqlite: %s: %w", path, err)
	}
	found.Now = time.Now() // it has no clock of its own
	var due sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT min(due_at) FROM outbox WHERE state = 'pending'").Scan(&due); err != nil {
		return found, fmt.Errorf("sqlite: %s: %w", path, err)
	}
	if due.Valid {
		found.OldestDue = fromMillis(due.Int64)
	}
	if found.Schema == found.Known {
		found.Upstreams, err = names(ctx, db, "SELECT DISTINCT upstream FROM upstream_credentials ORDER BY upstream")
	}
	return found, err
}

func names(ctx context.Context, db *sql.DB, query string) (found []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		found = append(found, name)
	}
	return found, rows.Err()
}
