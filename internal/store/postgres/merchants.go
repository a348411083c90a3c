package postgres

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

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
	return m.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO merchants (id, name, webhook_version, created_at, disabled_at)
			VALUES ($1, $2, $3, $4, $5)`, a.ID, storable(a.Name), a.WebhookVersion, millis(a.CreatedAt), optional(a.DisabledAt))
		if err != nil {
			return fmt.Errorf("postgres: insert merchant: %w", err)
		}
		return insertCredential(ctx, tx, c)
	}, issued(c))
}

func insertCredential(ctx context.Context, tx pgx.Tx, c merchant.Credential) error {
	_, err := tx.Exec(ctx, `INSERT INTO credentials (username, merchant_id, password_hash, created_at, revoked_at)
		VALUES ($1, $2, $3, $4, $5)`, c.Username, c.Merchant, c.PasswordHash, millis(c.CreatedAt), optional(c.RevokedAt))
	if err != nil {
		return fmt.Errorf("postgres: insert credential: %w", err)
	}
	return nil
}

// issued is the check of what comes with a new credential: nobody else has
// its password.
func issued(c merchant.Credential) check {
	return func(ctx context.Context, tx pgx.Tx) (bool, error) {
		var hash []byte
		err := tx.QueryRow(ctx, `SELECT password_hash FROM credentials WHERE username = $1 AND merchant_id = $2`, c.Username, c.Merchant).Scan(&hash)
		if none(err) {
			return false, nil
		}
		return bytes.Equal(hash, c.PasswordHash), err
	}
}

// Rotate implements merchant.Store.
func (m Merchants) Rotate(ctx context.Context, c merchant.Credential) error {
	return m.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockAccount(ctx, tx, c.Merchant); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE credentials SET revoked_at = $1 WHERE merchant_id = $2 AND revoked_at IS NULL`,
			millis(c.CreatedAt), c.Merchant)
		if err != nil {
			return fmt.Errorf("postgres: revoke credentials: %w", err)
		}
		return insertCredential(ctx, tx, c)
	}, issued(c))
}

// lockAccount keeps others from changing an account and its credentials, and
// answers the version of its callback secret.
func lockAccount(ctx context.Context, tx pgx.Tx, id hpp.MerchantID) (webhook int64, err error) {
	err = tx.QueryRow(ctx, `SELECT webhook_version FROM merchants WHERE id = $1 FOR UPDATE`, id).Scan(&webhook)
	if none(err) {
		return 0, merchant.ErrUnknown
	}
	if err != nil {
		return 0, fmt.Errorf("postgres: lock merchant: %w", err)
	}
	return webhook, nil
}

// Disable implements merchant.Store.
func (m Merchants) Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.db.update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockAccount(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE merchants SET disabled_at = $1 WHERE id = $2 AND disabled_at IS NULL`, millis(at), id)
		if err != nil {
			return fmt.Errorf("postgres: disable merchant: %w", err)
		}
		return nil
	}, again)
}

// RotateWebhook implements merchant.Store. In doubt, a secret that is no
// longer what it was has been rotated.
func (m Merchants) RotateWebhook(ctx context.Context, id hpp.MerchantID) (merchant.Account, error) {
	var version int64
	err := m.db.update(ctx, func(ctx context.Context, tx pgx.Tx) (err error) {
		if version, err = lockAccount(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE merchants SET webhook_version = $1 WHERE id = $2`, version+1, id); err != nil {
			return fmt.Errorf("postgres: change callback secret: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx pgx.Tx) (bool, error) {
		is, err := lockAccount(ctx, tx, id)
		return is > version, err
	})
	if err != nil {
		return merchant.Account{}, err
	}
	changed, err := m.Account(ctx, id)
	changed.WebhookVersion = version + 1
	return changed, err
}

// Credential implements merchant.Store.
func (m Merchants) Credential(ctx context.Context, username string) (merchant.Credential, merchant.Account, error) {
	var c merchant.Credential
	var a merchant.Account
	var made, opened int64
	var revoked, disabled *int64
	err := m.db.row(ctx, `SELECT c.username, c.merchant_id, c.password_hash, c.created_at, c.revoked_at,
		m.name, m.webhook_version, m.created_at, m.disabled_at
		FROM credentials c JOIN merchants m ON m.id = c.merchant_id WHERE c.username = $1`, username).
		Scan(&c.Username, &c.Merchant, &c.PasswordHash, &made, &revoked, &a.Name, &a.WebhookVersion, &opened, &disabled)
	if none(err) {
		return merchant.Credential{}, merchant.Account{}, merchant.ErrUnknown
	}
	if err != nil {
		return merchant.Credential{}, merchant.Account{}, fmt.Errorf("postgres: read credential: %w", err)
	}
	c.CreatedAt, c.RevokedAt = fromMillis(made), fromOptional(revoked)
	a.ID, a.CreatedAt, a.DisabledAt = c.Merchant, fromMillis(opened), fromOptional(disabled)
	if c.RevokedAt.IsZero() {
		a.Usernames = []string{c.Username}
	}
	return c, a, nil
}
