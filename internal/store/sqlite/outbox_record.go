package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// held picks the row of a lease that is still its holder's. Recording moves
// the fence on, so that a lease can be recorded once.
const held = ` WHERE subject = ? AND id = ? AND fence = ? AND state = 'pending'`

// Done implements outbox.Store.
func (o Outbox) Done(ctx context.Context, row outbox.Job) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if err := settle(ctx, tx, row, `DELETE FROM outbox`+held); err != nil {
			return err
		}
		return unpark(ctx, tx, row.Subject, row.Kind)
	})
}

// Retry implements outbox.Store.
func (o Outbox) Retry(ctx context.Context, row outbox.Job, due time.Time, reason string) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		return settle(ctx, tx, row, `UPDATE outbox SET attempts = attempts + 1, due_at = ?, reason = ?, lease_until = 0, fence = fence + 1`+held, millis(due), reason)
	})
}

// Postpone implements outbox.Store.
func (o Outbox) Postpone(ctx context.Context, row outbox.Job, due time.Time, reason string) error {
	row.Try = nil
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		return settle(ctx, tx, row, `UPDATE outbox SET due_at = ?, reason = ?, lease_until = 0, fence = fence + 1`+held, millis(due), reason)
	})
}

// Discard implements outbox.Store.
func (o Outbox) Discard(ctx context.Context, row outbox.Job, now time.Time, reason string) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		err := settle(ctx, tx, row, `UPDATE outbox SET state = 'dead', attempts = attempts + 1, due_at = ?, reason = ?, lease_until = 0, fence = fence + 1`+held, millis(now), reason)
		if err != nil {
			return err
		}
		return unpark(ctx, tx, row.Subject, row.Kind)
	})
}

// settle keeps the lease's try and runs one statement that ends in held.
func settle(ctx context.Context, tx *transaction, row outbox.Job, statement string, set ...any) error {
	if err := keepTry(ctx, tx, row); err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, statement, append(set, row.Subject, row.ID, row.Fence)...)
	if err != nil {
		return fmt.Errorf("sqlite: record outbox try: %w", err)
	}
	if changed, err := result.RowsAffected(); err != nil || changed == 1 {
		return err
	}
	return outbox.ErrStale
}

// keepTry keeps what the lease's try came to, if the lease is still held.
func keepTry(ctx context.Context, tx *transaction, row outbox.Job) error {
	if row.Try == nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, sqlrows.InsertTry, sqlrows.TryValues(row)...); err != nil {
		return fmt.Errorf("sqlite: keep try: %w", err)
	}
	return nil
}

// unpark lets the oldest pending row of a subject and kind go.
func unpark(ctx context.Context, tx *transaction, subject, kind string) error {
	_, err := tx.ExecContext(ctx, `UPDATE outbox SET waits = 0
		WHERE subject = ?1 AND kind = ?2 AND state = 'pending' AND (seq, id) =
			(SELECT seq, id FROM outbox WHERE subject = ?1 AND kind = ?2 AND state = 'pending' ORDER BY seq, id LIMIT 1)`,
		subject, kind)
	if err != nil {
		return fmt.Errorf("sqlite: free next outbox row: %w", err)
	}
	return nil
}

// Replay implements outbox.Admin.
func (o Outbox) Replay(ctx context.Context, subject, id string, now time.Time) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		result, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'pending', attempts = 0, due_at = ?, waits = 0, reason = ''
			WHERE subject = ? AND id = ? AND state = 'dead'`, millis(now), subject, id)
		if err != nil {
			return fmt.Errorf("sqlite: replay outbox row: %w", err)
		}
		if changed, err := result.RowsAffected(); err != nil || changed == 1 {
			return err
		}
		return outbox.ErrNoDeadLetter
	})
}
