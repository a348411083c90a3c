package sqlrows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// lockAccount keeps others from changing an account and its credentials, and
// answers it without those.
func lockAccount(ctx context.Context, tx Tx, id hpp.MerchantID) (merchant.Account, error) {
	var closed, disabled *int64
	a := merchant.Account{ID: id}
	err := tx.QueryRow(ctx, `SELECT webhook_version, sales_closed_at, disabled_at FROM merchants WHERE id = $1 FOR UPDATE`, id).
		Scan(&a.WebhookVersion, &closed, &disabled)
	if errors.Is(err, ErrNoRow) {
		return merchant.Account{}, merchant.ErrUnknown
	}
	if err != nil {
		return merchant.Account{}, fmt.Errorf("store: lock merchant: %w", err)
	}
	a.SalesClosedAt, a.DisabledAt = fromOptional(closed), fromOptional(disabled)
	return a, nil
}

// Rotate implements merchant.Store.
func (m Merchants) Rotate(ctx context.Context, c merchant.Credential, end time.Time) error {
	return m.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		a, err := lockAccount(ctx, tx, c.Merchant)
		if err != nil {
			return err
		}
		if !a.Sells() {
			return merchant.ErrDisabled
		}
		_, err = tx.Exec(ctx, `UPDATE credentials SET revoked_at = $1
			WHERE merchant_id = $2 AND (revoked_at IS NULL OR revoked_at > $1)`, millis(end), c.Merchant)
		if err != nil {
			return fmt.Errorf("store: end credentials: %w", err)
		}
		return insertCredential(ctx, tx, c)
	}, issued(c))
}

// CloseSales implements merchant.Store.
func (m Merchants) CloseSales(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET sales_closed_at = $1 WHERE id = $2 AND sales_closed_at IS NULL`, millis(at), id)
}

// Disable implements merchant.Store.
func (m Merchants) Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET disabled_at = $1 WHERE id = $2 AND disabled_at IS NULL`, millis(at), id)
}

// Enable implements merchant.Store.
func (m Merchants) Enable(ctx context.Context, id hpp.MerchantID) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET sales_closed_at = NULL, disabled_at = NULL WHERE id = $1`, id)
}

// changeAccess changes what a merchant may do, if there is one. In doubt it is
// done again.
func (m Merchants) changeAccess(ctx context.Context, id hpp.MerchantID, statement string, args ...any) error {
	return m.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := lockAccount(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, statement, args...); err != nil {
			return fmt.Errorf("store: change what a merchant may do: %w", err)
		}
		return nil
	}, idempotent)
}

// RotateWebhook implements merchant.Store. In doubt, a secret that is no
// longer what it was has been rotated.
func (m Merchants) RotateWebhook(ctx context.Context, id hpp.MerchantID, now, end time.Time) (merchant.Account, error) {
	var version int64
	err := m.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		before, err := lockAccount(ctx, tx, id)
		if err != nil {
			return err
		}
		version = before.WebhookVersion
		return rotateWebhook(ctx, tx, id, version, now, end)
	}, func(ctx context.Context, tx Tx) (bool, error) {
		is, err := lockAccount(ctx, tx, id)
		return is.WebhookVersion > version, err
	})
	if err != nil {
		return merchant.Account{}, err
	}
	return m.Account(ctx, id)
}

// rotateWebhook ends the callback secrets up to version and begins the next.
func rotateWebhook(ctx context.Context, tx Tx, id hpp.MerchantID, version int64, now, end time.Time) error {
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`UPDATE webhook_overlaps SET ends_at = $1 WHERE merchant_id = $2 AND (ends_at IS NULL OR ends_at > $1)`, []any{millis(end), id}},
		{`INSERT INTO webhook_overlaps (merchant_id, version, ends_at) VALUES ($1, $2, $3)`, []any{id, version, millis(end)}},
		{`DELETE FROM webhook_overlaps WHERE merchant_id = $1 AND ends_at <= $2`, []any{id, millis(now)}},
		{`UPDATE merchants SET webhook_version = $1 WHERE id = $2`, []any{version + 1, id}},
	} {
		if _, err := tx.Exec(ctx, step.statement, step.args...); err != nil {
			return fmt.Errorf("store: change callback secret: %w", err)
		}
	}
	return nil
}
