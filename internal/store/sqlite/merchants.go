package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Merchants is the store of tenants and their credentials.
type Merchants struct{ db *DB }

// Merchants answers the part of the database that keeps merchants.
func (d *DB) Merchants() Merchants { return Merchants{d} }

var _ merchant.Store = Merchants{}

// Insert implements merchant.Store.
func (m Merchants) Insert(ctx context.Context, a merchant.Account, c merchant.Credential) error {
	return m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO merchants (id, name, webhook_version, created_at, disabled_at)
			VALUES (?, ?, ?, ?, ?)`, a.ID, a.Name, a.WebhookVersion, millis(a.CreatedAt), optional(a.DisabledAt))
		if err != nil {
			return fmt.Errorf("sqlite: insert merchant: %w", err)
		}
		return insertCredential(ctx, tx, c)
	})
}

func insertCredential(ctx context.Context, tx *transaction, c merchant.Credential) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO credentials (username, merchant_id, password_hash, created_at, revoked_at)
		VALUES (?, ?, ?, ?, ?)`, c.Username, c.Merchant, c.PasswordHash, millis(c.CreatedAt), optional(c.RevokedAt))
	if err != nil {
		return fmt.Errorf("sqlite: insert credential: %w", err)
	}
	return nil
}

// Rotate implements merchant.Store.
func (m Merchants) Rotate(ctx context.Context, c merchant.Credential) error {
	return m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := account(ctx, tx, c.Merchant); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE credentials SET revoked_at = ? WHERE merchant_id = ? AND revoked_at IS NULL`,
			millis(c.CreatedAt), c.Merchant)
		if err != nil {
			return fmt.Errorf("sqlite: revoke credentials: %w", err)
		}
		return insertCredential(ctx, tx, c)
	})
}

// Disable implements merchant.Store.
func (m Merchants) Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := account(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE merchants SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL`, millis(at), id)
		if err != nil {
			return fmt.Errorf("sqlite: disable merchant: %w", err)
		}
		return nil
	})
}

// RotateWebhook implements merchant.Store.
func (m Merchants) RotateWebhook(ctx context.Context, id hpp.MerchantID) (merchant.Account, error) {
	var changed merchant.Account
	err := m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, `UPDATE merchants SET webhook_version = webhook_version + 1 WHERE id = ?`, id)
		if err != nil {
			return fmt.Errorf("sqlite: change callback secret: %w", err)
		}
		changed, err = account(ctx, tx, id)
		return err
	})
	return changed, err
}

// Credential implements merchant.Store.
func (m Merchants) Credential(ctx context.Context, username string) (merchant.Credential, merchant.Account, error) {
	var c merchant.Credential
	var a merchant.Account
	var made, opened int64
	var revoked, disabled sql.NullInt64
	err := m.db.read.QueryRowContext(ctx, `SELECT c.username, c.merchant_id, c.password_hash, c.created_at, c.revoked_at,
		m.name, m.webhook_version, m.created_at, m.disabled_at
		FROM credentials c JOIN merchants m ON m.id = c.merchant_id WHERE c.username = ?`, username).
		Scan(&c.Username, &c.Merchant, &c.PasswordHash, &made, &revoked, &a.Name, &a.WebhookVersion, &opened, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		return merchant.Credential{}, merchant.Account{}, merchant.ErrUnknown
	}
	if err != nil {
		return merchant.Credential{}, merchant.Account{}, fmt.Errorf("sqlite: read credential: %w", err)
	}
	c.CreatedAt, c.RevokedAt = fromMillis(made), fromOptional(revoked)
	a.ID, a.CreatedAt, a.DisabledAt = c.Merchant, fromMillis(opened), fromOptional(disabled)
	if c.RevokedAt.IsZero() {
		a.Usernames = []string{c.Username}
	}
	return c, a, nil
}

// optional is the column of a time that may be absent.
func optional(t time.Time) sql.NullInt64 { return sql.NullInt64{Int64: millis(t), Valid: !t.IsZero()} }

func fromOptional(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}
