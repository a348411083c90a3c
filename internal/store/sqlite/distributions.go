package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Distributions implements hpp.DistributionStore.
type Distributions struct{ db *DB }

// Distributions keeps what became of the links that were handed over.
func (d *DB) Distributions() Distributions { return Distributions{d} }

var _ hpp.DistributionStore = Distributions{}

const selectDistribution = `SELECT session_id, number, distribution_id, method, contact, shown, recipient, state, reason,
	queued_at, sent_at, accepted_at, opened_at, ended_at FROM distributions WHERE session_id = ?`

func scanDistribution(row interface{ Scan(...any) error }) (hpp.Distribution, error) {
	var d hpp.Distribution
	var queued int64
	var sent, accepted, opened, ended sql.NullInt64
	err := row.Scan(&d.Session, &d.Number, &d.ID, &d.Method, &d.To, &d.Shown, &d.Recipient, &d.State, &d.Reason,
		&queued, &sent, &accepted, &opened, &ended)
	if errors.Is(err, sql.ErrNoRows) {
		return hpp.Distribution{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Distribution{}, fmt.Errorf("sqlite: read distribution: %w", err)
	}
	d.QueuedAt = fromMillis(queued)
	d.SentAt, d.AcceptedAt, d.OpenedAt, d.EndedAt = fromOptional(sent), fromOptional(accepted), fromOptional(opened), fromOptional(ended)
	return d, nil
}

// List implements hpp.DistributionStore.
func (d Distributions) List(ctx context.Context, id hpp.SessionID) ([]hpp.Distribution, error) {
	rows, err := d.db.read.QueryContext(ctx, selectDistribution+` ORDER BY number`, id)
	return collect(rows, err, func(r *sql.Rows) (hpp.Distribution, error) { return scanDistribution(r) })
}

// Distribution implements hpp.DistributionStore.
func (d Distributions) Distribution(ctx context.Context, id hpp.SessionID, number int64) (hpp.Distribution, error) {
	return scanDistribution(d.db.read.QueryRowContext(ctx, selectDistribution+` AND number = ?`, id, number))
}

// Record implements hpp.DistributionStore. The one writer decides races.
func (d Distributions) Record(ctx context.Context, id hpp.SessionID, number int64, change func(*hpp.Distribution)) error {
	return d.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		one, err := scanDistribution(tx.QueryRowContext(ctx, selectDistribution+` AND number = ?`, id, number))
		if err != nil {
			return err
		}
		change(&one)
		_, err = tx.ExecContext(ctx, `UPDATE distributions SET contact = ?, state = ?, reason = ?, sent_at = ?, accepted_at = ?, opened_at = ?, ended_at = ?
			WHERE session_id = ? AND number = ?`, one.To, one.State, one.Reason,
			optional(one.SentAt), optional(one.AcceptedAt), optional(one.OpenedAt), optional(one.EndedAt), id, number)
		if err != nil {
			return fmt.Errorf("sqlite: save distribution: %w", err)
		}
		return nil
	})
}

// Stop implements hpp.DistributionStore.
func (d Distributions) Stop(ctx context.Context, merchant hpp.MerchantID, recipient []byte, at time.Time) error {
	return d.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO message_stops (merchant_id, recipient, stopped_at) VALUES (?, ?, ?)
			ON CONFLICT (merchant_id, recipient) DO NOTHING`, merchant, recipient, millis(at))
		if err != nil {
			return fmt.Errorf("sqlite: stop messages: %w", err)
		}
		return nil
	})
}

// Stopped implements hpp.DistributionStore.
func (d Distributions) Stopped(ctx context.Context, merchant hpp.MerchantID, recipient []byte) (stopped bool, err error) {
	err = d.db.read.QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM message_stops WHERE merchant_id = ? AND recipient = ?)`, merchant, recipient).Scan(&stopped)
	if err != nil {
		return false, fmt.Errorf("sqlite: read stop: %w", err)
	}
	return stopped, nil
}
