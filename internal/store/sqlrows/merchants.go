package sqlrows

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/merchant"
)

// Merchants is the store of tenants and their credentials.
type Merchants struct{ db Engine }

// Merchants answers the part of the database that keeps merchants.
func (s Stores) Merchants() Merchants { return Merchants{s.engine} }

var _ merchant.Store = Merchants{}

// Insert implements merchant.Store.
func (m Merchants) Insert(ctx context.Context, a merchant.Account, c merchant.Credential) error {
	return m.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO merchants (id, name, webhook_version, created_at, sales_closed_at, disabled_at)
			VALUES ($1, $2, $3, $4, $5, $6)`, a.ID, Storable(a.Name), a.WebhookVersion, millis(a.CreatedAt), optional(a.SalesClosedAt), optional(a.DisabledAt))
		if errors.Is(err, ErrDuplicate) {
			return merchant.ErrTaken
		}
		if err != nil {
			return fmt.Errorf("store: insert merchant: %w", err)
		}
		return insertCredential(ctx, tx, c)
	}, issued(c))
}

func insertCredential(ctx context.Context, tx Tx, c merchant.Credential) error {
	_, err := tx.Exec(ctx, `INSERT INTO credentials (username, merchant_id, password_hash, created_at, revoked_at)
		VALUES ($1, $2, $3, $4, $5)`, c.Username, c.Merchant, c.PasswordHash, millis(c.CreatedAt), optional(c.EndsAt))
	if errors.Is(err, ErrDuplicate) {
		return merchant.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("store: insert credential: %w", err)
	}
	return nil
}

// issued is the check of what comes with a new credential: nobody else has
// its password.
func issued(c merchant.Credential) func(context.Context, Tx) (bool, error) {
	return func(ctx context.Context, tx Tx) (bool, error) {
		var hash []byte
		err := tx.QueryRow(ctx, `SELECT password_hash FROM credentials WHERE username = $1 AND merchant_id = $2`, c.Username, c.Merchant).Scan(&hash)
		if errors.Is(err, ErrNoRow) {
			return false, nil
		}
		return bytes.Equal(hash, c.PasswordHash), err
	}
}

// Credential implements merchant.Store.
func (m Merchants) Credential(ctx context.Context, username string) (merchant.Credential, merchant.Account, error) {
	var c merchant.Credential
	var a merchant.Account
	var made, opened int64
	var end, closed, disabled *int64
	err := m.db.QueryRow(ctx, `SELECT c.username, c.merchant_id, c.password_hash, c.created_at, c.revoked_at,
		m.name, m.webhook_version, m.created_at, m.sales_closed_at, m.disabled_at
		FROM credentials c JOIN merchants m ON m.id = c.merchant_id WHERE c.username = $1`, username).
		Scan(&c.Username, &c.Merchant, &c.PasswordHash, &made, &end, &a.Name, &a.WebhookVersion, &opened, &closed, &disabled)
	if errors.Is(err, ErrNoRow) {
		return merchant.Credential{}, merchant.Account{}, merchant.ErrUnknown
	}
	if err != nil {
		return merchant.Credential{}, merchant.Account{}, fmt.Errorf("store: read credential: %w", err)
	}
	c.CreatedAt, c.EndsAt = fromMillis(made), fromOptional(end)
	a.ID, a.CreatedAt = c.Merchant, fromMillis(opened)
	a.SalesClosedAt, a.DisabledAt = fromOptional(closed), fromOptional(disabled)
	a.Logins = []merchant.Login{{Username: c.Username, EndsAt: c.EndsAt}}
	return c, a, nil
}
