package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Rotate implements merchant.Store.
func (m Merchants) Rotate(ctx context.Context, c merchant.Credential, end time.Time) error {
	return m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		a, err := account(ctx, tx, c.Merchant)
		if err != nil {
			return err
		}
		if !a.Sells() {
			return merchant.ErrDisabled
		}
		_, err = tx.ExecContext(ctx, `UPDATE credentials SET revoked_at = ?1
			WHERE merchant_id = ?2 AND (revoked_at IS NULL OR revoked_at > ?1)`, millis(end), c.Merchant)
		if err != nil {
			return fmt.Errorf("sqlite: end credentials: %w", err)
		}
		return insertCredential(ctx, tx, c)
	})
}

// CloseSales implements merchant.Store.
func (m Merchants) CloseSales(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET sales_closed_at = ? WHERE id = ? AND sales_closed_at IS NULL`, millis(at), id)
}

// Disable implements merchant.Store.
func (m Merchants) Disable(ctx context.Context, id hpp.MerchantID, at time.Time) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL`, millis(at), id)
}

// Enable implements merchant.Store.
func (m Merchants) Enable(ctx context.Context, id hpp.MerchantID) error {
	return m.changeAccess(ctx, id, `UPDATE merchants SET sales_closed_at = NULL, disabled_at = NULL WHERE id = ?`, id)
}

// changeAccess changes what a merchant may do, if there is one.
func (m Merchants) changeAccess(ctx context.Context, id hpp.MerchantID, statement string, args ...any) error {
	return m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := account(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return fmt.Errorf("sqlite: change what a merchant may do: %w", err)
		}
		return nil
	})
}

// RotateWebhook implements merchant.Store.
func (m Merchants) RotateWebhook(ctx context.Context, id hpp.MerchantID, now, end time.Time) (merchant.Account, error) {
	var changed merchant.Account
	err := m.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		before, err := account(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, step := range []struct {
			statement string
			args      []any
		}{
			{`UPDATE webhook_overlaps SET ends_at = ?1 WHERE merchant_id = ?2 AND (ends_at IS NULL OR ends_at > ?1)`, []any{millis(end), id}},
			{`INSERT INTO webhook_overlaps (merchant_id, version, ends_at) VALUES (?, ?, ?)`, []any{id, before.WebhookVersion, millis(end)}},
			{`DELETE FROM webhook_overlaps WHERE merchant_id = ? AND ends_at <= ?`, []any{id, millis(now)}},
			{`UPDATE merchants SET webhook_version = webhook_version + 1 WHERE id = ?`, []any{id}},
		} {
			if _, err := tx.ExecContext(ctx, step.statement, step.args...); err != nil {
				return fmt.Errorf("sqlite: change callback secret: %w", err)
			}
		}
		changed, err = account(ctx, tx, id)
		return err
	})
	return changed, err
}
