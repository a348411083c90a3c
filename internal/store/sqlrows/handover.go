package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// InsertHandover saves what a session hands over, if its quotas allow it and,
// where it goes to a phone, the phone waits for it.
func InsertHandover(ctx context.Context, tx Tx, session hpp.Session, h *hpp.Handover) error {
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
		(session_id, number, distribution_id, method, contact, shown, recipient, state, reason, queued_at, sent_at, accepted_at, opened_at, ended_at, kind)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		session.ID, d.Number, d.ID, d.Method, Storable(d.To), Storable(d.MaskedContact), d.RecipientHash, d.State, Storable(d.Reason),
		millis(d.QueuedAt), optional(d.SentAt), optional(d.AcceptedAt), optional(d.OpenedAt), optional(d.EndedAt), d.Kind)
	if err != nil {
		return fmt.Errorf("store: insert distribution: %w", err)
	}
	return nil
}

// oldQuotas is how many rows of days gone by a message clears away.
const oldQuotas = 10

// useQuota counts one message; the UPDATE's own condition decides who was the
// last that fits. Rows that another clears away are left to it.
func useQuota(ctx context.Context, tx Tx, merchant hpp.MerchantID, q hpp.Quota) error {
	changed, err := tx.Exec(ctx, `INSERT INTO message_quotas AS q (merchant_id, scope, day, used) VALUES ($1, $2, $3, 1)
		ON CONFLICT (merchant_id, scope, day) DO UPDATE SET used = q.used + 1 WHERE q.used < $4`,
		merchant, q.Scope, q.Day, q.Limit)
	if err != nil {
		return fmt.Errorf("store: count message: %w", err)
	}
	if changed == 0 {
		return hpp.ErrQuota{Scope: q.Scope}
	}
	_, err = tx.Exec(ctx, `DELETE FROM message_quotas WHERE merchant_id = $1 AND (scope, day) IN
		(SELECT scope, day FROM message_quotas WHERE merchant_id = $1 AND day < $2 LIMIT $3 FOR UPDATE SKIP LOCKED)`, merchant, q.Day, oldQuotas)
	if err != nil {
		return fmt.Errorf("store: drop old counts: %w", err)
	}
	return nil
}

// grantAccess gives a distribution to the phone that shows a code, once.
func grantAccess(ctx context.Context, tx Tx, spelling []byte, d hpp.Distribution) error {
	changed, err := tx.Exec(ctx, `UPDATE access_codes SET session_id = $1, number = $2
		WHERE (code = $3 OR digits = $3) AND session_id IS NULL AND expires_at > $4`,
		d.Session, d.Number, spelling, millis(d.QueuedAt))
	if err != nil {
		return fmt.Errorf("store: grant access: %w", err)
	}
	if changed != 1 {
		return hpp.ErrNoAccessCode
	}
	return nil
}
