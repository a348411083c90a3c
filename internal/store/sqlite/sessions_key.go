package sqlite

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

var errClaimed = errors.New("sqlite: idempotency key exists")

// claimKey takes an idempotency key, or one that has outlived its days.
func claimKey(ctx context.Context, tx *transaction, session hpp.Session, at time.Time, claim hpp.IdempotencyKey) error {
	now := millis(at)
	_, err := tx.ExecContext(ctx, `DELETE FROM idempotency WHERE merchant_id = ? AND key = ? AND created_at <= ?`,
		session.Merchant, claim.Value, now-hpp.IdempotencyKeyLife.Milliseconds())
	if err != nil {
		return fmt.Errorf("sqlite: drop old key: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) VALUES (?, ?, ?, ?, ?)`,
		session.Merchant, claim.Value, claim.Fingerprint, session.ID, now)
	if isUnique(err) {
		return errClaimed
	}
	if err != nil {
		return fmt.Errorf("sqlite: claim key: %w", err)
	}
	return nil
}

// FindByIdempotencyKey implements hpp.Store.
func (s Sessions) FindByIdempotencyKey(ctx context.Context, merchant hpp.MerchantID, claim hpp.IdempotencyKey) (hpp.Session, error) {
	var id hpp.SessionID
	var fingerprint []byte
	var created int64
	err := s.db.read.QueryRowContext(ctx,
		`SELECT session_id, fingerprint, created_at FROM idempotency WHERE merchant_id = ? AND key = ?`,
		merchant, claim.Value).Scan(&id, &fingerprint, &created)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return hpp.Session{}, hpp.ErrNotFound
	case err != nil:
		return hpp.Session{}, fmt.Errorf("sqlite: read key: %w", err)
	case claim.Now.Sub(fromMillis(created)) >= hpp.IdempotencyKeyLife:
		return hpp.Session{}, hpp.ErrNotFound
	case subtle.ConstantTimeCompare(fingerprint, claim.Fingerprint) != 1:
		return hpp.Session{}, hpp.ErrKeyReused
	}
	return s.FindForMerchant(ctx, merchant, id)
}
