package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Outbox is the database as an outbox.Store and an outbox.Admin.
type Outbox struct {
	sqlrows.JobLists
	db *DB
}

// Outbox answers the rows of work.
func (d *DB) Outbox() Outbox { return Outbox{d.JobLists(), d} }

var (
	_ outbox.Store = Outbox{}
	_ outbox.Admin = Outbox{}
)

const older = sqlrows.OlderJob

// candidate is a row that a claim found. What it drew for it is the fence.
type candidate struct {
	subject, id, kind, merchant string
	seq                         int64
	blocked                     bool
	leaseUntil                  int64 // 0: nobody had a lease that was not recorded
	fence                       int64
}

// Claim implements outbox.Store. Candidates are read without a lock; the
// UPDATE's own conditions decide who gets a row.
func (o Outbox) Claim(ctx context.Context, kind string, now, leaseUntil time.Time, limit int, shares outbox.Shares) ([]outbox.Job, error) {
	for {
		found, err := o.candidates(ctx, kind, now, limit, shares)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		free := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return c.blocked })
		free = outbox.Pick(shares, free, func(c candidate) string { return c.merchant }, limit)
		slices.SortFunc(found, inOrder)
		slices.SortFunc(free, inOrder)
		parked, err := o.park(ctx, found)
		if err != nil {
			return nil, err
		}
		claimed, err := o.lease(ctx, free, now, leaseUntil)
		// Rows that must wait, or that others took meanwhile, may have filled
		// the list: look behind them.
		if err != nil || len(claimed) > 0 || parked == 0 && len(free) == 0 {
			return claimed, err
		}
	}
}

// inOrder is the order in which everybody takes locks, so that nobody waits in
// a circle.
func inOrder(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.seq, b.seq), cmp.Compare(a.id, b.id))
}

// newFence names a lease, or the record that ended one.
func newFence() int64 { return rand.Int64() } //nolint:gosec // it must differ; nobody guesses

// parkRow makes a row wait, if the older one is still there once its lock is
// free: whoever ends that one frees those that wait, and would not see a row
// that comes to wait at the same time.
const parkRow = `UPDATE outbox AS o SET waits = true FROM
	(SELECT e.subject FROM outbox e WHERE e.subject = $1 AND e.kind = $2 AND e.state = 'pending' AND (e.seq, e.id) < ($3, $4)
		ORDER BY e.seq, e.id LIMIT 1 FOR UPDATE) AS head
	WHERE o.subject = $1 AND o.id = $4 AND o.state = 'pending' AND o.subject = head.subject`

// park makes those that are blocked wait, and answers how many do.
func (o Outbox) park(ctx context.Context, found []candidate) (parked int64, err error) {
	blocked := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return !c.blocked })
	if len(blocked) == 0 {
		return 0, nil
	}
	changed := make([]int64, len(blocked))
	_, err = o.db.pool.Pipeline(ctx, func(b *pgx.Batch) {
		for i, c := range blocked {
			conn.QueueCounted(b, &changed[i], parkRow, c.subject, c.kind, c.seq, c.id)
		}
	})
	if err != nil {
		return 0, fmt.Errorf("postgres: park outbox rows: %w", err)
	}
	for _, n := range changed {
		parked += n
	}
	return parked, nil
}

const (
	leaseRow = `UPDATE outbox AS o SET lease_until = $1, fence = $2
		WHERE o.subject = $3 AND o.id = $4 AND o.state = 'pending' AND o.lease_until <= $5 AND o.due_at <= $5 AND NOT ` + older + `
		RETURNING ` + sqlrows.JobColumns
	selectLeased = `SELECT ` + sqlrows.JobColumns + ` FROM outbox WHERE subject = $1 AND id = $2 AND fence = $3`
)

// lease takes the rows that are free, in one round trip. After a lost answer
// the fences tell which of them it took.
func (o Outbox) lease(ctx context.Context, free []candidate, now, until time.Time) ([]outbox.Job, error) {
	if len(free) == 0 {
		return nil, nil
	}
	rows := make([]*outbox.Job, len(free))
	unanswered, err := o.db.pool.Pipeline(ctx, func(b *pgx.Batch) {
		clear(rows) // of a try that failed
		for i, c := range free {
			if c.leaseUntil > 0 && sqlrows.KeepsTries(c.kind) {
				b.Queue(sqlrows.InsertLostTry, c.subject, c.id, hpp.StatusUpdate, millis(now), until.Sub(now).Milliseconds())
			}
			conn.QueueOptionalRow(b, keep(&rows[i]), leaseRow, millis(until), c.fence, c.subject, c.id, millis(now))
		}
	})
	if err == nil && unanswered {
		_, err = o.db.pool.Pipeline(ctx, func(b *pgx.Batch) {
			for i, c := range free {
				conn.QueueOptionalRow(b, keep(&rows[i]), selectLeased, c.subject, c.id, c.fence)
			}
		})
	}
	if err != nil {
		return nil, fmt.Errorf("postgres: lease outbox rows: %w", err)
	}
	var claimed []outbox.Job
	for _, row := range rows {
		if row != nil {
			claimed = append(claimed, *row)
		}
	}
	slices.SortStableFunc(claimed, func(a, b outbox.Job) int { return a.Due.Compare(b.Due) })
	return claimed, nil
}

// keep scans a row into place.
func keep(into **outbox.Job) func(pgx.Row) error {
	return func(r pgx.Row) error {
		row, err := sqlrows.ScanJob(r)
		if err == nil {
			*into = &row
		}
		return err
	}
}

// Next implements outbox.Store.
func (o Outbox) Next(ctx context.Context, kind string, after time.Time) (time.Time, bool, error) {
	var due int64
	err := o.db.pool.QueryRow(ctx, `SELECT due_at FROM outbox
		WHERE kind = $1 AND state = 'pending' AND NOT waits AND due_at > $2 ORDER BY due_at LIMIT 1`, kind, millis(after)).Scan(&due)
	if errors.Is(err, pgx.ErrNoRows) {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("postgres: next outbox row: %w", err)
	}
	return fromMillis(due), true, nil
}
