package sqlrows

import (
	"context"
	"errors"
)

// What an engine reports of its own errors, wrapped, so that statements need
// not know whose driver answered.
var (
	// ErrNoRow: the query found nothing.
	ErrNoRow = errors.New("store: no such row")
	// ErrDuplicate: a row with the same unique key is there.
	ErrDuplicate = errors.New("store: the key exists")
)

// Row is one row of an answer.
type Row interface {
	// Scan reads the columns. Where there is no row, the error is ErrNoRow.
	Scan(into ...any) error
}

// Queryer asks. Its queries may end in FOR UPDATE, with or without SKIP LOCKED,
// which an engine with one writer leaves out, and may say = ANY ($1) of a
// []string.
type Queryer interface {
	QueryRow(ctx context.Context, sql string, args ...any) Row
	// Query calls each with every row; an error of it ends the query.
	Query(ctx context.Context, each func(Row) error, sql string, args ...any) error
}

// Tx is a transaction.
type Tx interface {
	Queryer
	// Exec answers how many rows were changed. The error of a broken unique key
	// is ErrDuplicate.
	Exec(ctx context.Context, sql string, args ...any) (changed int64, err error)
}

// Statement is one of those that Write runs.
type Statement struct {
	SQL  string
	Args []any
}

// Written is what came of a Write.
type Written struct {
	Changed int64 // rows that the last statement changed
	// Repeated says that the statements were sent again after their first answer
	// was lost: what they found may be what they had done themselves.
	Repeated bool
}

// Engine is an open database. Any number of goroutines may use it.
type Engine interface {
	Queryer
	// Update runs do in one transaction. When it returns nil, the effect is
	// durable; when it returns an error, nothing of do remains, but for an outage
	// that says so. do may run several times. After a commit that was never
	// answered, wasCommitted tells, in a later transaction, whether it took
	// effect; an engine whose commits are always answered never asks.
	Update(ctx context.Context, do func(context.Context, Tx) error, wasCommitted func(context.Context, Tx) (bool, error)) error
	// Write runs statements in one transaction, on a server in one round trip.
	// They must do no harm when they take effect twice.
	Write(ctx context.Context, statements ...Statement) (Written, error)
	// Read calls ask until there is an answer: what changes nothing may be asked
	// twice. Each call must begin anew.
	Read(ctx context.Context, ask func(context.Context, Queryer) error) error
	// Snapshot is Read, with all queries answered as of one moment.
	Snapshot(ctx context.Context, ask func(context.Context, Queryer) error) error
}

// idempotent is the check of an update that does no harm when it takes effect
// twice.
func idempotent(context.Context, Tx) (bool, error) { return false, nil }

// list reads all rows of a query outside of a transaction.
func list[T any](ctx context.Context, db Engine, scan func(Row) (T, error), sql string, args ...any) (all []T, err error) {
	err = db.Read(ctx, func(ctx context.Context, q Queryer) error {
		all, err = collect(ctx, q, scan, sql, args...)
		return err
	})
	if errors.Is(err, ErrNoRow) {
		return nil, nil
	}
	return all, err
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q Queryer, scan func(Row) (T, error), sql string, args ...any) (all []T, err error) {
	err = q.Query(ctx, func(row Row) error {
		one, err := scan(row)
		if err == nil {
			all = append(all, one)
		}
		return err
	}, sql, args...)
	return all, err
}
