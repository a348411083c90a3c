package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

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
		_, err := tx.ExecContext(ctx, `INSERT INTO merchants (id, name, webhook_version, created_at, sales_closed_at, disabled_at)
			VALUES (?, ?, ?, ?, ?, ?)`, a.ID, a.Name, a.WebhookVersion, millis(a.CreatedAt), optional(a.SalesClosedAt), optional(a.DisabledAt))
		if isUnique(err) {
			return merchant.ErrTaken
		}
		if err != nil {
			return fmt.Errorf("sqlite: insert merchant: %w", err)
		}
		return insertCredential(ctx, tx, c)
	})
}

func insertCredential(ctx context.Context, tx *transaction, c merchant.Credential) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO credentials (username, merchant_id, password_hash, created_at, revoked_at)
		VALUES (?, ?, ?, ?, ?)`, c.Username, c.Merchant, c.PasswordHash, millis(c.CreatedAt), optional(c.EndsAt))
	if isUnique(err) {
		return merchant.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("sqlite: insert credential: %w", err)
	}
	return nil
}

// Credential implements merchant.Store.
func (m Merchants) Credential(ctx context.Context, username string) (merchant.Credential, merchant.Account, error) {
	var c merchant.Credential
	var a merchant.Account
	var made, opened int64
	var end, closed, disabled sql.NullInt64
	err := m.db.read.QueryRowContext(ctx, `SELECT c.username, c.merchant_id, c.password_hash, c.created_at, c.revoked_at,
		m.name, m.webhook_version, m.created_at, m.sales_closed_at, m.disabled_at
		FROM credentials c JOIN merchants m ON m.id = c.merchant_id WHERE c.username = ?`, username).
		Scan(&c.Username, &c.Merchant, &c.PasswordHash, &made, &end, &a.Name, &a.WebhookVersion, &opened, &closed, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		return merchant.Credential{}, merchant.Account{}, merchant.ErrUnknown
	}
	if err != nil {
		return merchant.Credential{}, merchant.Account{}, fmt.Errorf("sqlite: read credential: %w", err)
	}
	c.CreatedAt, c.EndsAt = fromMillis(made), fromOptional(end)
	a.ID, a.CreatedAt = c.Merchant, fromMillis(opened)
	a.SalesClosedAt, a.DisabledAt = fromOptional(closed), fromOptional(disabled)
	a.Logins = []merchant.Login{{Username: c.Username, EndsAt: c.EndsAt}}
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
