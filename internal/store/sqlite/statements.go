package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps a pool's statements prepared, by their text: SQLite takes
// longer to parse a statement than to run most of them. The texts are this
// package's own, so there are only so many.
type statements struct {
	pool *sql.DB
	kept sync.Map // *sql.Stmt by text
}

// of is the prepared statement; nil when it cannot be prepared, which running
// the text as it is will explain.
func (s *statements) of(ctx context.Context, query string) *sql.Stmt {
	if kept, ok := s.kept.Load(query); ok {
		return kept.(*sql.Stmt) //nolint:forcetypeassert // nothing else is stored
	}
	made, err := s.pool.PrepareContext(ctx, dialect(query))
	if err != nil {
		return nil
	}
	if kept, other := s.kept.LoadOrStore(query, made); other {
		_ = made.Close()        // somebody was faster
		return kept.(*sql.Stmt) //nolint:forcetypeassert // as above
	}
	return made
}

// querier is what pools and transactions, prepared or not, have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// reader is a pool that reads with prepared statements. A transaction on it
// has none: they are prepared on a connection, and one who holds a connection
// must not wait for another.
type reader struct {
	*sql.DB
	statements *statements
}

func newReader(pool *sql.DB) reader { return reader{pool, &statements{pool: pool}} }

// QueryContext is the pool's, prepared.
func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = begun(ctx)
	if stmt := r.statements.of(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, dialect(query), args...)
}

// QueryRowContext is the pool's, prepared.
func (r reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = begun(ctx)
	if stmt := r.statements.of(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, dialect(query), args...)
}

// begun is for a read whose caller has not gone yet: it is not broken off. It
// takes microseconds, and watching over its end takes two goroutines, longer
// than the read itself.
func begun(ctx context.Context) context.Context {
	if ctx.Err() != nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}
