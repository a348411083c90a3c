package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// querier is what a pool and a transaction have in common.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// row is a query outside of a transaction whose one row is yet to be read.
type row struct {
	db   *DB
	ctx  context.Context //nolint:containedctx // it lives from the query to its Scan
	sql  string
	args []any
}

// row asks for one row; Scan gets it.
func (d *DB) row(ctx context.Context, sql string, args ...any) pgx.Row {
	return row{d, ctx, sql, args}
}

// Scan implements pgx.Row.
func (r row) Scan(into ...any) error {
	return r.db.read(r.ctx, func(ctx context.Context) error { return r.db.ask(ctx, r.sql, r.args, into) })
}

// list reads all rows of a query outside of a transaction.
func list[T any](ctx context.Context, d *DB, scan func(pgx.Row) (T, error), sql string, args ...any) (all []T, err error) {
	err = d.read(ctx, func(ctx context.Context) error {
		all, err = collect(ctx, d.pool, scan, sql, args...)
		return err
	})
	if none(err) {
		return nil, nil
	}
	return all, err
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q querier, scan func(pgx.Row) (T, error), sql string, args ...any) ([]T, error) {
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

// storable is text as a column can hold it: others' words may have zero bytes
// or be in no known encoding.
func storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// optional is the column of a time that may be absent.
func optional(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := millis(t)
	return &ms
}

func fromOptional(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return fromMillis(*ms)
}
