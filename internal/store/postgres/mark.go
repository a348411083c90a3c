package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// save is one saving of a row that has a version: where it started from, and
// the mark that it leaves on the row to be known again by.
type save struct {
	mark    []byte
	version int64 // of the row as loaded; 0: not loaded yet
}

func newSave() *save {
	mark := make([]byte, 12)
	_, _ = rand.Read(mark) // never fails
	return &save{mark: mark}
}

// landed reports whether the row carries this save. query selects version and
// mark FOR UPDATE by its only argument.
func (s *save) landed(ctx context.Context, tx pgx.Tx, query, id string) (bool, error) {
	var version int64
	var mark []byte
	if err := tx.QueryRow(ctx, query, id).Scan(&version, &mark); err != nil {
		return false, fmt.Errorf("postgres: read what was saved: %w", err)
	}
	switch {
	case bytes.Equal(mark, s.mark):
		return true, nil
	case version == s.version:
		return false, nil
	}
	return false, errUnsure
}

// check is landed as update takes it. The id may become known as it runs.
func (s *save) check(query string, id *string) check {
	return func(ctx context.Context, tx pgx.Tx) (bool, error) { return s.landed(ctx, tx, query, *id) }
}
