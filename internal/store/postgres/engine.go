package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// engine runs the statements that all engines share.
type engine struct{ pool *conn.Pool }

var _ sqlrows.Engine = engine{}

// Update implements sqlrows.Engine.
func (e engine) Update(ctx context.Context, do func(context.Context, sqlrows.Tx) error, wasCommitted func(context.Context, sqlrows.Tx) (bool, error)) error {
	return e.pool.Update(ctx,
		func(ctx context.Context, tx pgx.Tx) error { return do(ctx, shared(tx)) },
		func(ctx context.Context, tx pgx.Tx) (bool, error) { return wasCommitted(ctx, shared(tx)) })
}

// HasServerTables reports that tables are here that a file has not.
func (engine) HasServerTables() bool { return true }

// Write implements sqlrows.Engine.
func (e engine) Write(ctx context.Context, statements ...sqlrows.Statement) (written sqlrows.Written, err error) {
	written.Repeated, err = e.pool.Pipeline(ctx, func(b *pgx.Batch) {
		for _, s := range statements {
			conn.QueueCounted(b, &written.Changed, s.SQL, s.Args...)
		}
	})
	return written, asShared(err)
}

// QueryRow implements sqlrows.Engine.
func (e engine) QueryRow(ctx context.Context, sql string, args ...any) sqlrows.Row {
	return sharedRow{e.pool.QueryRow(ctx, sql, args...)}
}

// Query implements sqlrows.Engine.
func (e engine) Query(ctx context.Context, each func(sqlrows.Row) error, sql string, args ...any) error {
	return sharedQueries{e.pool.Pgx()}.Query(ctx, each, sql, args...)
}

// Read implements sqlrows.Engine.
func (e engine) Read(ctx context.Context, ask func(context.Context, sqlrows.Queryer) error) error {
	return e.pool.Read(ctx, func(ctx context.Context, q conn.Querier) error { return ask(ctx, sharedQueries{q}) })
}

// Snapshot implements sqlrows.Engine.
func (e engine) Snapshot(ctx context.Context, ask func(context.Context, sqlrows.Queryer) error) error {
	return e.pool.Snapshot(ctx, func(ctx context.Context, tx pgx.Tx) error { return ask(ctx, sharedQueries{tx}) })
}

// asShared says of an error of the driver what shared statements know.
func asShared(err error) error {
	switch {
	case conn.IsNoRows(err):
		return fmt.Errorf("%w: %w", sqlrows.ErrNoRow, err)
	case conn.IsUnique(err):
		return fmt.Errorf("%w: %w", sqlrows.ErrDuplicate, err)
	}
	return err
}

// sharedRow is the one row of an answer.
type sharedRow struct{ pgx.Row }

// Scan implements sqlrows.Row.
func (r sharedRow) Scan(into ...any) error { return asShared(r.Row.Scan(into...)) }

// sharedQueries are a pool's or a transaction's, as shared statements know them.
type sharedQueries struct{ from conn.Querier }

// QueryRow implements sqlrows.Queryer.
func (q sharedQueries) QueryRow(ctx context.Context, sql string, args ...any) sqlrows.Row {
	return sharedRow{q.from.QueryRow(ctx, sql, args...)}
}

// Query implements sqlrows.Queryer.
func (q sharedQueries) Query(ctx context.Context, each func(sqlrows.Row) error, sql string, args ...any) error {
	answer, err := q.from.Query(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("postgres: query: %w", asShared(err))
	}
	defer answer.Close()
	for answer.Next() {
		if err := each(answer); err != nil {
			return err
		}
	}
	return asShared(answer.Err())
}

// sharedTx is a transaction, as shared statements know it.
type sharedTx struct {
	sharedQueries
	tx pgx.Tx
}

func shared(tx pgx.Tx) sharedTx { return sharedTx{sharedQueries{tx}, tx} }

// Exec implements sqlrows.Tx.
func (s sharedTx) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := s.tx.Exec(ctx, sql, args...)
	return tag.RowsAffected(), asShared(err)
}
