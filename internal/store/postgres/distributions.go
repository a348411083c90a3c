package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Distributions implements hpp.DistributionStore.
type Distributions struct{ db *DB }

// Distributions keeps what became of the links that were handed over.
func (d *DB) Distributions() Distributions { return Distributions{d} }

var _ hpp.DistributionStore = Distributions{}

const selectDistribution = `SELECT session_id, number, distribution_id, method, contact, shown, recipient, state, reason,
	queued_at, sent_at, accepted_at, opened_at, ended_at FROM distributions WHERE session_id = $1`

func scanDistribution(row pgx.Row) (hpp.Distribution, error) {
	var d hpp.Distribution
	var queued int64
	var sent, accepted, opened, ended *int64
	err := row.Scan(&d.Session, &d.Number, &d.ID, &d.Method, &d.To, &d.Shown, &d.Recipient, &d.State, &d.Reason,
		&queued, &sent, &accepted, &opened, &ended)
	if none(err) {
		return hpp.Distribution{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Distribution{}, fmt.Errorf("postgres: read distribution: %w", err)
	}
	d.QueuedAt = fromMillis(queued)
	d.SentAt, d.AcceptedAt, d.OpenedAt, d.EndedAt = fromOptional(sent), fromOptional(accepted), fromOptional(opened), fromOptional(ended)
	return d, nil
}

// List implements hpp.DistributionStore.
func (d Distributions) List(ctx context.Context, id hpp.SessionID) ([]hpp.Distribution, error) {
	return list(ctx, d.db, scanDistribution, selectDistribution+` ORDER BY number`, id)
}

// Distribution implements hpp.DistributionStore.
func (d Distributions) Distribution(ctx context.Context, id hpp.SessionID, number int64) (hpp.Distribution, error) {
	return scanDistribution(d.db.row(ctx, selectDistribution+` AND number = $2`, id, number))
}

// Record implements hpp.DistributionStore. The row's lock decides races. After
// a lost answer change runs on what it may have made itself; all changes set
// what they know, so that is the same.
func (d Distributions) Record(ctx context.Context, id hpp.SessionID, number int64, change func(*hpp.Distribution)) error {
	return d.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		one, err := scanDistribution(tx.QueryRow(ctx, selectDistribution+` AND number = $2 FOR UPDATE`, id, number))
		if err != nil {
			return err
		}
		change(&one)
		_, err = tx.Exec(ctx, `UPDATE distributions SET contact = $1, state = $2, reason = $3, sent_at = $4, accepted_at = $5, opened_at = $6, ended_at = $7
			WHERE session_id = $8 AND number = $9`, storable(one.To), one.State, storable(one.Reason),
			optional(one.SentAt), optional(one.AcceptedAt), optional(one.OpenedAt), optional(one.EndedAt), id, number)
		if err != nil {
			return fmt.Errorf("postgres: save distribution: %w", err)
		}
		return nil
	}, again)
}

// Stop implements hpp.DistributionStore.
func (d Distributions) Stop(ctx context.Context, merchant hpp.MerchantID, recipient []byte, at time.Time) error {
	_, _, err := d.db.lone(ctx, `INSERT INTO message_stops (merchant_id, recipient, stopped_at) VALUES ($1, $2, $3)
		ON CONFLICT (merchant_id, recipient) DO NOTHING`, merchant, recipient, millis(at))
	if err != nil {
		return fmt.Errorf("postgres: stop messages: %w", err)
	}
	return nil
}

// Stopped implements hpp.DistributionStore.
func (d Distributions) Stopped(ctx context.Context, merchant hpp.MerchantID, recipient []byte) (stopped bool, err error) {
	err = d.db.row(ctx, `SELECT EXISTS (SELECT 1 FROM message_stops WHERE merchant_id = $1 AND recipient = $2)`, merchant, recipient).Scan(&stopped)
	if err != nil {
		return false, fmt.Errorf("postgres: read stop: %w", err)
	}
	return stopped, nil
}
