package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// held picks the row of a lease that is still its holder's. Recording changes
// the fence, so that a lease can be recorded once.
const held = ` WHERE subject = $1 AND id = $2 AND fence = $3 AND state = 'pending'`

const (
	deleteDone = `DELETE FROM outbox` + held
	retryRow   = `UPDATE outbox SET attempts = attempts + 1, due_at = $5, reason = $6, lease_until = 0, fence = $4` + held
	postpone   = `UPDATE outbox SET due_at = $5, reason = $6, lease_until = 0, fence = $4` + held
	discardRow = `UPDATE outbox SET state = 'dead', attempts = attempts + 1, due_at = $5, reason = $6, lease_until = 0, fence = $4` + held

	// unpark lets the oldest pending row of a subject and kind go, if it waits.
	unpark = `UPDATE outbox SET waits = false
		WHERE subject = $1 AND kind = $2 AND state = 'pending' AND waits AND (seq, id) =
			(SELECT seq, id FROM outbox WHERE subject = $1 AND kind = $2 AND state = 'pending' ORDER BY seq, id LIMIT 1)`
	selectFence = `SELECT fence FROM outbox WHERE subject = $1 AND id = $2`
)

// Done implements outbox.Store. After an unanswered try, a row that is gone is done.
func (o Outbox) Done(ctx context.Context, row outbox.Job) error {
	var changed int64
	unanswered, err := o.db.pool.WriteBatched(ctx, row.Subject, func(b *pgx.Batch) {
		queueTry(b, row)
		conn.QueueCounted(b, &changed, deleteDone, row.Subject, row.ID, row.Fence)
		b.Queue(unpark, row.Subject, row.Kind)
	})
	if err != nil {
		return fmt.Errorf("postgres: record outbox try: %w", err)
	}
	if changed == 1 {
		return nil
	}
	if unanswered {
		var fence int64
		switch err := o.db.pool.QueryRow(ctx, selectFence, row.Subject, row.ID).Scan(&fence); {
		case conn.IsNoRows(err):
			return nil
		case err != nil:
			return fmt.Errorf("postgres: read outbox row: %w", err)
		}
	}
	return outbox.ErrStale
}

// Retry implements outbox.Store.
func (o Outbox) Retry(ctx context.Context, row outbox.Job, due time.Time, reason string) error {
	return o.settle(ctx, row, outbox.ErrStale, retryRow, due, reason)
}

// Postpone implements outbox.Store.
func (o Outbox) Postpone(ctx context.Context, row outbox.Job, due time.Time, reason string) error {
	row.Try = nil
	return o.settle(ctx, row, outbox.ErrStale, postpone, due, reason)
}

// Discard implements outbox.Store.
func (o Outbox) Discard(ctx context.Context, row outbox.Job, now time.Time, reason string) error {
	return o.settle(ctx, row, outbox.ErrStale, discardRow, now, reason)
}

// settle keeps the lease's try, runs one statement that ends in held, and lets the next row go if
// this one no longer stands before it.
func (o Outbox) settle(ctx context.Context, row outbox.Job, otherwise error, statement string, due time.Time, reason string) error {
	fence := newFence()
	var changed int64
	unanswered, err := o.db.pool.WriteBatched(ctx, row.Subject, func(b *pgx.Batch) {
		queueTry(b, row)
		conn.QueueCounted(b, &changed, statement, row.Subject, row.ID, row.Fence, fence, millis(due), sqlrows.Storable(reason))
		if statement == discardRow {
			b.Queue(unpark, row.Subject, row.Kind)
		}
	})
	if err != nil {
		return fmt.Errorf("postgres: record outbox try: %w", err)
	}
	if changed == 1 {
		return nil
	}
	if unanswered {
		return o.hasFence(ctx, row.Subject, row.ID, fence, otherwise)
	}
	return otherwise
}

// queueTry keeps what the lease's try came to, if the lease is still held.
func queueTry(b *pgx.Batch, row outbox.Job) {
	if row.Try != nil {
		b.Queue(sqlrows.InsertTry, sqlrows.TryValues(row)...)
	}
}

// hasFence is nil when a row has this fence, which a change drew for it before
// its answer was lost.
func (o Outbox) hasFence(ctx context.Context, subject, id string, fence int64, otherwise error) error {
	var is int64
	err := o.db.pool.QueryRow(ctx, selectFence, subject, id).Scan(&is)
	if err != nil && !conn.IsNoRows(err) {
		return fmt.Errorf("postgres: read outbox row: %w", err)
	}
	if err == nil && is == fence {
		return nil
	}
	return otherwise
}

const replayRow = `UPDATE outbox SET state = 'pending', attempts = 0, due_at = $4, waits = false, reason = '', fence = $3
	WHERE subject = $1 AND id = $2 AND state = 'dead'`

// Replay implements outbox.Admin.
func (o Outbox) Replay(ctx context.Context, subject, id string, now time.Time) error {
	fence := newFence()
	changed, unanswered, err := o.db.pool.ExecOnce(ctx, replayRow, subject, id, fence, millis(now))
	switch {
	case conn.IsNoRows(err):
		return outbox.ErrNoDeadLetter
	case err != nil:
		return fmt.Errorf("postgres: replay outbox row: %w", err)
	case changed == 1:
		return nil
	case unanswered:
		return o.hasFence(ctx, subject, id, fence, outbox.ErrNoDeadLetter)
	}
	return outbox.ErrNoDeadLetter
}
