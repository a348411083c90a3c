package postgres

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
)

// insertHandover saves what a session hands over, if its quotas allow it and,
// where it goes to a phone, the phone waits for it.
func insertHandover(ctx context.Context, tx pgx.Tx, session hpp.Session, h *hpp.Handover) error {
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
	_, err := tx.Exec(ctx, `INSERT INTO distributions
		(session_id, number, distribution_id, method, contact, shown, recipient, state, reason, queued_at, sent_at, accepted_at, opened_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		session.ID, d.Number, d.ID, d.Method, storable(d.To), storable(d.Shown), d.Recipient, d.State, storable(d.Reason),
		millis(d.QueuedAt), optional(d.SentAt), optional(d.AcceptedAt), optional(d.OpenedAt), optional(d.EndedAt))
	if err != nil {
		return fmt.Errorf("postgres: insert distribution: %w", err)
	}
	return nil
}

// oldQuotas is how many rows of days gone by a message clears away.
const oldQuotas = 10

// useQuota counts one message; the UPDATE's own condition decides who was the
// last that fits. Rows that another clears away are left to it.
func useQuota(ctx context.Context, tx pgx.Tx, merchant hpp.MerchantID, q hpp.Quota) error {
	tag, err := tx.Exec(ctx, `INSERT INTO message_quotas AS q (merchant_id, scope, day, used) VALUES ($1, $2, $3, 1)
		ON CONFLICT (merchant_id, scope, day) DO UPDATE SET used = q.used + 1 WHERE q.used < $4`,
		merchant, q.Scope, q.Day, q.Limit)
	if err != nil {
		return fmt.Errorf("postgres: count message: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return hpp.ErrQuota{Scope: q.Scope}
	}
	_, err = tx.Exec(ctx, `DELETE FROM message_quotas WHERE merchant_id = $1 AND (scope, day) IN
		(SELECT scope, day FROM message_quotas WHERE merchant_id = $1 AND day < $2 LIMIT $3 FOR UPDATE SKIP LOCKED)`, merchant, q.Day, oldQuotas)
	if err != nil {
		return fmt.Errorf("postgres: drop old counts: %w", err)
	}
	return nil
}

// grantAccess gives a distribution to the phone that shows a code, once.
func grantAccess(ctx context.Context, tx pgx.Tx, spelling []byte, d hpp.Distribution) error {
	tag, err := tx.Exec(ctx, `UPDATE access_codes SET session_id = $1, number = $2
		WHERE (code = $3 OR digits = $3) AND session_id IS NULL AND expires_at > $4`,
		d.Session, d.Number, spelling, millis(d.QueuedAt))
	if err != nil {
		return fmt.Errorf("postgres: grant access: %w", err)
	}
	if tag.RowsAffected() != 1 {
		return hpp.ErrAccess
	}
	return nil
}

// Accesses implements hpp.AccessStore.
type Accesses struct{ db *DB }

// Accesses keeps the codes on phones.
func (d *DB) Accesses() Accesses { return Accesses{d} }

var _ hpp.AccessStore = Accesses{}

// InsertAccess implements hpp.AccessStore. Codes that come at the same moment
// do not count each other: most is exceeded by them at worst.
func (a Accesses) InsertAccess(ctx context.Context, one hpp.Access, now time.Time, most int64) error {
	return a.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM access_codes WHERE secret IN
			(SELECT secret FROM access_codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
			millis(now.Add(-hpp.AccessLife)), oldAccesses); err != nil {
			return fmt.Errorf("postgres: drop old access codes: %w", err)
		}
		var waiting int64
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM access_codes WHERE expires_at > $1`, millis(now)).Scan(&waiting); err != nil {
			return fmt.Errorf("postgres: count access codes: %w", err)
		}
		if waiting >= most {
			return hpp.ErrCrowded
		}
		_, err := tx.Exec(ctx, `INSERT INTO access_codes (secret, code, digits, expires_at) VALUES ($1, $2, $3, $4)`,
			one.Secret, one.Code, one.Digits, millis(one.ExpiresAt))
		if isUnique(err) && !strings.HasPrefix(broken(err), "access_codes_pkey") {
			return hpp.ErrTaken
		}
		if err != nil {
			return fmt.Errorf("postgres: insert access code: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx pgx.Tx) (bool, error) {
		var code []byte
		err := tx.QueryRow(ctx, `SELECT code FROM access_codes WHERE secret = $1`, one.Secret).Scan(&code)
		if none(err) {
			return false, nil
		}
		return bytes.Equal(code, one.Code), err
	})
}

// oldAccesses is how many codes that are over a new one clears away. They are
// kept for a while, so that their phones can be told.
const oldAccesses = 20

// Access implements hpp.AccessStore.
func (a Accesses) Access(ctx context.Context, secret []byte) (hpp.Access, error) {
	one := hpp.Access{Secret: secret}
	var ends int64
	err := a.db.row(ctx,
		`SELECT code, digits, expires_at, coalesce(session_id, ''), coalesce(number, 0) FROM access_codes WHERE secret = $1`, secret).
		Scan(&one.Code, &one.Digits, &ends, &one.Session, &one.Number)
	if none(err) {
		return hpp.Access{}, hpp.ErrNotFound
	}
	if err != nil {
		return hpp.Access{}, fmt.Errorf("postgres: read access code: %w", err)
	}
	one.ExpiresAt = fromMillis(ends)
	return one, nil
}
