package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Outbox is the database as an outbox.Store and an outbox.Admin.
type Outbox struct {
	sqlrows.JobLists
	db *DB
}

// Outbox answers the rows of work.
func (d *DB) Outbox() Outbox { return Outbox{d.JobLists(), d} }

const older = sqlrows.OlderJob

type candidate struct {
	subject, id, kind, merchant string
	blocked                     bool
	leaseUntil                  int64 // 0: nobody had a lease that was not recorded
}

// Claim implements outbox.Store. Candidates are read without a lock; the
// UPDATE's own conditions decide who gets a row.
func (o Outbox) Claim(ctx context.Context, kind string, now, leaseUntil time.Time, limit int, shares outbox.Shares) ([]outbox.Job, error) {
	for {
		found, err := o.candidates(ctx, kind, now, limit, shares)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		blocked, free := split(found)
		free = outbox.Pick(shares, free, func(c candidate) string { return c.merchant }, limit)
		if len(blocked)+len(free) == 0 {
			return nil, nil
		}
		claimed, parked, err := o.take(ctx, blocked, free, now, leaseUntil)
		if err != nil {
			return nil, err
		}
		// Rows that must wait may have filled the list: look behind them.
		if len(claimed) > 0 || parked == 0 {
			return claimed, nil
		}
	}
}

// split tells the rows that must wait from those that can be claimed.
func split(found []candidate) (blocked, free []candidate) {
	for _, c := range found {
		if c.blocked {
			blocked = append(blocked, c)
		} else {
			free = append(free, c)
		}
	}
	return blocked, free
}

// take parks the blocked rows and leases the free ones.
func (o Outbox) take(ctx context.Context, blocked, free []candidate, now, leaseUntil time.Time) (claimed []outbox.Job, parked int, err error) {
	err = o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		claimed, parked = nil, 0
		for _, c := range blocked {
			changed, err := park(ctx, tx, c)
			if err != nil {
				return err
			}
			parked += changed
		}
		for _, c := range free {
			if err := keepLostTry(ctx, tx, c, now, leaseUntil); err != nil {
				return err
			}
			row, ok, err := lease(ctx, tx, c, now, leaseUntil)
			if err != nil {
				return err
			}
			if ok {
				claimed = append(claimed, row)
			}
		}
		return nil
	})
	slices.SortStableFunc(claimed, func(a, b outbox.Job) int { return a.Due.Compare(b.Due) })
	return claimed, parked, err
}

func park(ctx context.Context, tx *transaction, c candidate) (int, error) {
	result, err := tx.ExecContext(ctx, `UPDATE outbox AS o SET waits = 1
		WHERE o.subject = ? AND o.id = ? AND o.state = 'pending' AND `+older, c.subject, c.id)
	if err != nil {
		return 0, fmt.Errorf("sqlite: park outbox row: %w", err)
	}
	changed, err := result.RowsAffected()
	return int(changed), err
}

// keepLostTry keeps the try of whoever had the row and never recorded it.
func keepLostTry(ctx context.Context, tx *transaction, c candidate, now, until time.Time) error {
	if c.leaseUntil == 0 || !sqlrows.KeepsTries(c.kind) {
		return nil
	}
	_, err := tx.ExecContext(ctx, sqlrows.InsertLostTry, c.subject, c.id, hpp.StatusUpdate, millis(now), until.Sub(now).Milliseconds())
	if err != nil {
		return fmt.Errorf("sqlite: keep lost try: %w", err)
	}
	return nil
}

func lease(ctx context.Context, tx *transaction, c candidate, now, until time.Time) (row outbox.Job, ok bool, err error) {
	row, err = sqlrows.ScanJob(tx.QueryRowContext(ctx, `UPDATE outbox AS o SET lease_until = ?, fence = fence + 1
		WHERE o.subject = ? AND o.id = ? AND o.state = 'pending' AND o.lease_until <= ? AND o.due_at <= ? AND NOT `+older+`
		RETURNING `+sqlrows.JobColumns,
		millis(until), c.subject, c.id, millis(now), millis(now)))
	if errors.Is(err, sql.ErrNoRows) {
		return outbox.Job{}, false, nil
	}
	if err != nil {
		return outbox.Job{}, false, fmt.Errorf("sqlite: lease outbox row: %w", err)
	}
	return row, true, nil
}

// Next implements outbox.Store.
func (o Outbox) Next(ctx context.Context, kind string, after time.Time) (time.Time, bool, error) {
	var due int64
	err := o.db.read.QueryRowContext(ctx, `SELECT due_at FROM outbox
		WHERE kind = ? AND state = 'pending' AND waits = 0 AND due_at > ? ORDER BY due_at LIMIT 1`, kind, millis(after)).Scan(&due)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("sqlite: next outbox row: %w", err)
	}
	return fromMillis(due), true, nil
}
