package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/store/fscksource"
)

// WithFsckSource opens the file at path as of this moment, to be looked at alone; a
// server may go on with it meanwhile. A file of another schema is an error:
// nothing is migrated.
func WithFsckSource(ctx context.Context, path string, use func(fsck.Source) error) (err error) {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	db, err := sql.Open("sqlite", fileURL(path)+"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		return fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("sqlite: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := current(ctx, tx); err != nil { // also what makes the moment this one
		return fmt.Errorf("sqlite: %s: %w", path, err)
	}
	return use(fscksource.Snapshot{Query: func(ctx context.Context, statement string) (fscksource.Rows, error) {
		return tx.QueryContext(ctx, statement) //nolint:rowserrcheck // whoever reads the rows does
	}})
}

// current reports as an error a file of any other schema than today's.
func current(ctx context.Context, db querier) error {
	version, ours, err := schema(ctx, db)
	switch {
	case err != nil:
		return err
	case version > ours:
		return newerSchema(version, ours)
	case version < ours:
		return fmt.Errorf("the file has schema %d, this version checks %d: start this version once, which brings it up to date", version, ours)
	}
	return nil
}
