package sqlrows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Distributions implements hpp.DistributionStore.
type Distributions struct{ db Engine }

// Distributions keeps what became of the links that were handed over.
func (s Stores) Distributions() Distributions { return Distributions{s.engine} }

var _ hpp.DistributionStore = Distributions{}

const selectDistribution = `SELECT session_id, number, distribution_id, method, contact, shown, recipient, state, reason,
	queued_at, sent_at, accepted_at, opened_at, ended_at, kind FROM distributions WHERE session_id = $1`

func scanDistribution(row Row) (hpp.Distribution, error) {
	var d hpp.Distribution
	var queued int64
	var sent, accepted, opened, ended *int64
	err := row.Scan(&d.Session, &d.Number, &d.ID, &d.Method, &d.To, &d.MaskedContact, &d.RecipientHash, &d.State, &d.Reason,
		&queued, &sent, &accepted, &opened, &ended, &d.Kind)
	if errors.Is(err, ErrNoRow) {
		return hpp.Distribution{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Distribution{}, fmt.Errorf("store: read distribution: %w", err)
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
	return scanDistribution(d.db.QueryRow(ctx, selectDistribution+` AND number = $2`, id, number))
}

// Record implements hpp.DistributionStore. The row's lock decides races. After
// a lost answer change runs on what it may have made itself; all changes set
// what they know, so that is the same.
func (d Distributions) Record(ctx context.Context, id hpp.SessionID, number int64, change func(*hpp.Distribution)) error {
	return d.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		one, err := scanDistribution(tx.QueryRow(ctx, selectDistribution+` AND number = $2 FOR UPDATE`, id, number))
		if err != nil {
			return err
		}
		change(&one)
		_, err = tx.Exec(ctx, `UPDATE distributions SET contact = $1, state = $2, reason = $3, sent_at = $4, accepted_at = $5, opened_at = $6, ended_at = $7
			WHERE session_id = $8 AND number = $9`, Storable(one.To), one.State, Storable(one.Reason),
			optional(one.SentAt), optional(one.AcceptedAt), optional(one.OpenedAt), optional(one.EndedAt), id, number)
		if err != nil {
			return fmt.Errorf("store: save distribution: %w", err)
		}
		return nil
	}, idempotent)
}

const insertStop = `INSERT INTO message_stops (merchant_id, recipient, stopped_at) VALUES ($1, $2, $3)
	ON CONFLICT (merchant_id, recipient) DO NOTHING`

// Suppress implements hpp.DistributionStore.
func (d Distributions) Suppress(ctx context.Context, merchant hpp.MerchantID, recipient []byte, at time.Time) error {
	_, err := d.db.Write(ctx, Statement{insertStop, []any{merchant, recipient, millis(at)}})
	if err != nil {
		return fmt.Errorf("store: stop messages: %w", err)
	}
	return nil
}

// IsSuppressed implements hpp.DistributionStore.
func (d Distributions) IsSuppressed(ctx context.Context, merchant hpp.MerchantID, recipient []byte) (stopped bool, err error) {
	err = d.db.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM message_stops WHERE merchant_id = $1 AND recipient = $2)`, merchant, recipient).Scan(&stopped)
	if err != nil {
		return false, fmt.Errorf("store: read stop: %w", err)
	}
	return stopped, nil
}
