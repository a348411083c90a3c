package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// insertHandover saves what a session hands over, if its quotas allow it and,
// where it goes to a phone, the phone waits for it.
func insertHandover(ctx context.Context, tx *transaction, session hpp.Session, h *hpp.Handover) error {
	if h == nil {
		return nil
	}
	for _, quota := range h.Quotas {
		if err := useQuota(ctx, tx, session.Merchant, quota); err != nil {
			return err
		}
	}
	d := h.Distribution
	if h.Access != nil {
		if err := grantAccess(ctx, tx, h.Access, d); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO distributions
		(session_id, number, distribution_id, method, contact, shown, recipient, state, reason, queued_at, sent_at, accepted_at, opened_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		session.ID, d.Number, d.ID, d.Method, d.To, d.Shown, d.Recipient, d.State, d.Reason,
		millis(d.QueuedAt), optional(d.SentAt), optional(d.AcceptedAt), optional(d.OpenedAt), optional(d.EndedAt))
	if err != nil {
		return fmt.Errorf("sqlite: insert distribution: %w", err)
	}
	return nil
}

// oldQuotas is how many rows of days gone by a message clears away.
const oldQuotas = 10

// useQuota counts one message; the UPDATE's own condition decides who was the
// last that fits.
func useQuota(ctx context.Context, tx *transaction, merchant hpp.MerchantID, q hpp.Quota) error {
	result, err := tx.ExecContext(ctx, `INSERT INTO message_quotas AS q (merchant_id, scope, day, used) VALUES (?, ?, ?, 1)
		ON CONFLICT (merchant_id, scope, day) DO UPDATE SET used = q.used + 1 WHERE q.used < ?`,
		merchant, q.Scope, q.Day, q.Limit)
	if err != nil {
		return fmt.Errorf("sqlite: count message: %w", err)
	}
	counted, err := result.RowsAffected()
	if err != nil {
		return fmt.Errorf("sqlite: count message: %w", err)
	}
	if counted == 0 {
		return hpp.ErrQuota{Scope: q.Scope}
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM message_quotas WHERE (merchant_id, scope, day) IN
		(SELECT merchant_id, scope, day FROM message_quotas WHERE merchant_id = ? AND day < ? LIMIT ?)`, merchant, q.Day, oldQuotas)
	if err != nil {
		return fmt.Errorf("sqlite: drop old counts: %w", err)
	}
	return nil
}

// grantAccess gives a distribution to the phone that shows a code, once.
func grantAccess(ctx context.Context, tx *transaction, spelling []byte, d hpp.Distribution) error {
	result, err := tx.ExecContext(ctx, `UPDATE access_codes SET session_id = ?1, number = ?2
		WHERE (code = ?3 OR digits = ?3) AND session_id IS NULL AND expires_at > ?4`,
		d.Session, d.Number, spelling, millis(d.QueuedAt))
	if err != nil {
		return fmt.Errorf("sqlite: grant access: %w", err)
	}
	if granted, err := result.RowsAffected(); err != nil || granted == 1 {
		return err
	}
	return hpp.ErrAccess
}

// Accesses implements hpp.AccessStore.
type Accesses struct{ db *DB }

// Accesses keeps the codes on phones.
func (d *DB) Accesses() Accesses { return Accesses{d} }

var _ hpp.AccessStore = Accesses{}

// InsertAccess implements hpp.AccessStore.
func (a Accesses) InsertAccess(ctx context.Context, one hpp.Access, now time.Time, most int64) error {
	return a.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_codes WHERE secret IN
			(SELECT secret FROM access_codes WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
			millis(now.Add(-hpp.AccessLife)), oldAccesses); err != nil {
			return fmt.Errorf("sqlite: drop old access codes: %w", err)
		}
		var waiting int64
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM access_codes WHERE expires_at > ?`, millis(now)).Scan(&waiting); err != nil {
			return fmt.Errorf("sqlite: count access codes: %w", err)
		}
		if waiting >= most {
			return hpp.ErrCrowded
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_codes (secret, code, digits, expires_at) VALUES (?, ?, ?, ?)`,
			one.Secret, one.Code, one.Digits, millis(one.ExpiresAt))
		if isUnique(err) {
			return hpp.ErrTaken
		}
		if err != nil {
			return fmt.Errorf("sqlite: insert access code: %w", err)
		}
		return nil
	})
}

// oldAccesses is how many codes that are over a new one clears away. They are
// kept for a while, so that their phones can be told.
const oldAccesses = 20

// Access implements hpp.AccessStore.
func (a Accesses) Access(ctx context.Context, secret []byte) (hpp.Access, error) {
	one := hpp.Access{Secret: secret}
	var ends int64
	err := a.db.read.QueryRowContext(ctx,
		`SELECT code, digits, expires_at, coalesce(session_id, ''), coalesce(number, 0) FROM access_codes WHERE secret = ?`, secret).
		Scan(&one.Code, &one.Digits, &ends, &one.Session, &one.Number)
	if errors.Is(err, sql.ErrNoRows) {
		return hpp.Access{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Access{}, fmt.Errorf("sqlite: read access code: %w", err)
	}
	one.ExpiresAt = fromMillis(ends)
	return one, nil
}
