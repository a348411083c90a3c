package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
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
		return retention.Result{}, fmt.Errorf("postgres: sweep %s: %w", kind, err)
	}
	return result, nil
}

// sweepByAge removes the rows of a batch: they are looked for by their age
// alone, without a lock, and removed by their keys. Those that another removes
// are left to it.
func (r Retention) sweepByAge(ctx context.Context, of agedKind, b retention.Batch) (retention.Result, error) {
	age := millis(b.Before)
	if of.days {
		age = hpp.QuotaDay(b.Before)
	}
	found, err := conn.List(ctx, r.db.pool, of.key, of.find, age, b.Limit)
	if err != nil || len(found) == 0 {
		return retention.Result{}, err
	}
	began, gone := time.Now(), make([]int64, len(found))
	_, err = r.db.pool.Pipeline(ctx, func(batch *pgx.Batch) {
		for i, key := range found {
			conn.QueueCounted(batch, &gone[i], of.remove, append(key, age)...)
		}
	})
	result := retention.Result{More: len(found) == b.Limit, Work: time.Since(began)}
	for _, n := range gone {
		result.Gone += int(n)
	}
	return result, err
}

// expiredRow is a row that is past its time: when that was, and the version it
// was seen in.
type expiredRow struct {
	id          string
	related     any // another key that goes with it: a session's link, an order's payment
	at, version int64
	document    []byte // of a session
	removable   bool
}

// sweepUnreferenced removes the rows of a batch that nothing needs any more.
// They are looked for without a lock; those that changed since stay.
func (r Retention) sweepUnreferenced(ctx context.Context, of referencedKind, b retention.Batch) (retention.Result, error) {
	found, err := conn.List(ctx, r.db.pool, func(r pgx.Row) (one expiredRow, err error) {
		return one, r.Scan(&one.id, &one.related, &one.at, &one.version, &one.document)
	}, of.find, millis(b.Before), millis(b.After.Time), b.After.ID, b.Limit)
	if err != nil || len(found) == 0 {
		return retention.Result{}, err
	}
	last := found[len(found)-1]
	result := retention.Result{Last: retention.Place{Time: fromMillis(last.at), ID: last.id}, More: len(found) == b.Limit}
	settled := slices.DeleteFunc(found, func(one expiredRow) bool { return one.document != nil && !sessionjson.Settled(one.document) })
	if len(settled) == 0 {
		return result, nil
	}
	err = r.db.pool.Update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		began := time.Now()
		gone, err := of.remove(ctx, tx, settled)
		result.Gone, result.Work = gone, time.Since(began)
		return err
	}, conn.Idempotent)
	return result, err
}

// remove locks those that are as they were seen and that nothing needs, and
// removes each with all that ends with it: two round trips. Everybody takes the
// locks in the order of time.
func (k referencedKind) remove(ctx context.Context, tx pgx.Tx, found []expiredRow) (gone int, err error) {
	var locks, removal pgx.Batch
	for i := range found {
		one := &found[i]
		one.removable = false
		conn.QueueOptionalRow(&locks, func(r pgx.Row) error { return r.Scan(&one.removable) }, k.lock, one.id, one.version, one.related)
	}
	if err := tx.SendBatch(ctx, &locks).Close(); err != nil {
		return 0, err
	}
	for _, one := range found {
		if !one.removable {
			continue
		}
		gone++
		for _, dependent := range k.dependents {
			removal.Queue(dependent.remove, dependent.key(one))
		}
	}
	if gone == 0 {
		return 0, nil
	}
	return gone, tx.SendBatch(ctx, &removal).Close()
}
