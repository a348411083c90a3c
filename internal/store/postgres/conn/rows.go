package conn

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Querier is what a pool and a transaction have in common.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// row is a query outside of a transaction whose one row is yet to be read.
type row struct {
	pool *Pool
	ctx  context.Context //nolint:containedctx // it lives from the query to its Scan
	sql  string
	args []any
}

// QueryRow asks for one row outside of a transaction; Scan gets it.
func (p *Pool) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return row{p, ctx, sql, args}
}

// Scan implements pgx.Row.
func (r row) Scan(into ...any) error {
	return r.pool.read(r.ctx, func(ctx context.Context) error { return r.pool.readBatched(ctx, r.sql, r.args, into) })
}

// Read runs queries that change nothing until they are answered. Each try must
// begin anew.
func (p *Pool) Read(ctx context.Context, queries func(context.Context, Querier) error) error {
	return p.read(ctx, func(ctx context.Context) error { return queries(ctx, p.pool) })
}

// ReadPipeline sends queries in one round trip until they are answered.
func (p *Pool) ReadPipeline(ctx context.Context, queue QueueFunc) error {
	return p.read(ctx, func(ctx context.Context) error {
		var b pgx.Batch
		queue(&b)
		return p.pool.SendBatch(ctx, &b).Close()
	})
}

// Snapshot runs several queries that see the database as of one moment.
func (p *Pool) Snapshot(ctx context.Context, queries Work) error {
	return p.read(ctx, func(ctx context.Context) error {
		return pgx.BeginTxFunc(ctx, p.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			return queries(ctx, tx)
		})
	})
}

// List reads all rows of a query outside of a transaction.
func List[T any](ctx context.Context, p *Pool, scan func(pgx.Row) (T, error), sql string, args ...any) (all []T, err error) {
	err = p.read(ctx, func(ctx context.Context) error {
		all, err = Collect(ctx, p.pool, scan, sql, args...)
		return err
	})
	if IsNoRows(err) {
		return nil, nil
	}
	return all, err
}

// Collect reads all rows of a query.
func Collect[T any](ctx context.Context, q Querier, scan func(pgx.Row) (T, error), sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("postgres: query: %w", err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("postgres: scan: %w", err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("postgres: rows: %w", err)
	}
	return all, nil
}
