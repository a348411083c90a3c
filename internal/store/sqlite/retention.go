package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Retention implements retention.Store.
type Retention struct{ db *DB }

// Retention removes what is past its time.
func (d *DB) Retention() Retention { return Retention{d} }

var _ retention.Store = Retention{}

// Sweep implements retention.Store.
func (r Retention) Sweep(ctx context.Context, kind retention.Kind, b retention.Batch) (retention.Result, error) {
	var result retention.Result
	var err error
	if of, ok := referencedKinds[kind]; ok {
		result, err = r.sweepUnreferenced(ctx, of, b)
	} else {
		result, err = r.sweepByAge(ctx, byAge[kind], b)
	}
	if err != nil {
		return retention.Result{}, fmt.Errorf("sqlite: sweep %s: %w", kind, err)
	}
	return result, nil
}

// sweepByAge removes the rows of a batch by their age alone.
func (r Retention) sweepByAge(ctx context.Context, of agedKind, b retention.Batch) (result retention.Result, err error) {
	age := millis(b.Before)
	if of.days {
		age = hpp.QuotaDay(b.Before)
	}
	err = r.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		began := time.Now()
		removed, err := tx.ExecContext(ctx, of.remove, age, b.Limit)
		if err != nil {
			return err
		}
		rows, err := removed.RowsAffected()
		result = retention.Result{Gone: int(rows), More: int(rows) == b.Limit, Work: time.Since(began)}
		return err
	})
	return result, err
}

// expiredRow is a row that is past its time: when that was, and the version it
// was seen in.
type expiredRow struct {
	id, related string // related: an order's payment
	at, version int64
	document    []byte // of a session
}

// sweepUnreferenced removes the rows of a batch that nothing needs any more.
// They are looked for without keeping writers off; those that changed since
// stay.
func (r Retention) sweepUnreferenced(ctx context.Context, of referencedKind, b retention.Batch) (retention.Result, error) {
	after := millis(b.After.Time)
	rows, err := r.db.read.QueryContext(ctx, of.find, millis(b.Before), after, b.After.ID, b.Limit)
	found, err := collect(rows, err, func(r *sql.Rows) (one expiredRow, err error) {
		return one, r.Scan(&one.id, &one.related, &one.at, &one.version, &one.document)
	})
	if err != nil || len(found) == 0 {
		return retention.Result{}, err
	}
	last := found[len(found)-1]
	result := retention.Result{Last: retention.Place{Time: fromMillis(last.at), ID: last.id}, More: len(found) == b.Limit}
	settled := slices.DeleteFunc(found, func(one expiredRow) bool { return one.document != nil && !sessionjson.Settled(one.document) })
	if len(settled) == 0 {
		return result, nil
	}
	err = r.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		began := time.Now()
		gone, err := of.remove(ctx, tx, settled)
		result.Gone, result.Work = gone, time.Since(began)
		return err
	})
	return result, err
}

// remove removes those that are as they were seen and that nothing needs, each
// with all that ends with it, table by table.
func (k referencedKind) remove(ctx context.Context, tx *transaction, found []expiredRow) (int, error) {
	seen, err := json.Marshal(tuples(found, func(r expiredRow) any { return []any{r.id, r.version} }))
	if err != nil {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, k.removable, string(seen))
	gone, err := collect(rows, err, func(r *sql.Rows) (one expiredRow, err error) { return one, r.Scan(&one.id, &one.related) })
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	ids, err := json.Marshal(tuples(gone, func(r expiredRow) any { return []string{r.id, r.related} }))
	if err != nil {
		return 0, err
	}
	for _, statement := range k.dependents {
		if _, err := tx.ExecContext(ctx, statement, string(ids)); err != nil {
			return 0, err
		}
	}
	return len(gone), nil
}

func tuples(rows []expiredRow, of func(expiredRow) any) []any {
	all := make([]any, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return all
}
