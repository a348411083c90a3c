package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// writer is the one connection that writes, with its statements prepared. The
// queue of changes uses it for one transaction at a time, and nobody else does.
//
// It runs BEGIN and COMMIT itself: a transaction of database/sql costs a
// goroutine, and a wrapper around each statement.
type writer struct {
	*sql.Conn
	kept map[string]*sql.Stmt // by their text
}

func newWriter(ctx context.Context, pool *sql.DB) (*writer, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &writer{conn, map[string]*sql.Stmt{}}, nil
}

// prepared is the prepared statement; nil when it cannot be prepared, which
// running the text as it is will explain.
func (w *writer) prepared(ctx context.Context, query string) *sql.Stmt {
	if kept, ok := w.kept[query]; ok {
		return kept
	}
	made, err := w.PrepareContext(ctx, dialect(query))
	if err != nil {
		return nil
	}
	w.kept[query] = made
	return made
}

// close gives the connection back to the pool. Its statements end before: SQLite
// does not flush the log into the file while one is left.
func (w *writer) close() error {
	var errs []error
	for _, statement := range w.kept {
		errs = append(errs, statement.Close())
	}
	return errors.Join(append(errs, w.Close())...)
}

// begin begins a transaction that may write at once: what another process holds
// is waited for here.
func (w *writer) begin(ctx context.Context) (*transaction, error) {
	tx := &transaction{w}
	if _, err := tx.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, fmt.Errorf("sqlite: begin: %w", err)
	}
	return tx, nil
}

// transaction is the writer between BEGIN and COMMIT, with prepared statements.
type transaction struct{ writer *writer }

// commit makes the transaction durable. After an error it has to be rolled back.
func (t *transaction) commit(ctx context.Context) error {
	if _, err := t.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("sqlite: commit: %w", err)
	}
	return nil
}

// rollback undoes the transaction. It fails where SQLite has undone it by
// itself, as when the disk is full: nothing is left to do then.
func (t *transaction) rollback(ctx context.Context) { _, _ = t.ExecContext(ctx, "ROLLBACK") }

// ExecContext runs a prepared statement.
func (t *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.writer.prepared(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return t.writer.ExecContext(ctx, dialect(query), args...)
}

// QueryContext runs a prepared query. The same query may not run again before
// its rows are closed.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.writer.prepared(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.writer.QueryContext(ctx, dialect(query), args...)
}

// QueryRowContext runs a prepared query for one row.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.writer.prepared(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.writer.QueryRowContext(ctx, dialect(query), args...)
}
