package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Account implements merchant.Store.
func (m Merchants) Account(ctx context.Context, id hpp.MerchantID) (merchant.Account, error) {
	found, err := m.accounts(ctx, id)
	if err != nil {
		return merchant.Account{}, err
	}
	if id == "" || len(found) == 0 {
		return merchant.Account{}, merchant.ErrUnknown
	}
	return found[0], nil
}

// Accounts implements merchant.Store.
func (m Merchants) Accounts(ctx context.Context) ([]merchant.Account, error) {
	return m.accounts(ctx, "")
}

// accountRow is an account with one of its user names, or with none.
type accountRow struct {
	merchant.Account
	username *string
}

// accounts reads one account, or all for the empty id, one row for each
// credential in use.
func (m Merchants) accounts(ctx context.Context, id hpp.MerchantID) (all []merchant.Account, err error) {
	rows, err := list(ctx, m.db, func(r pgx.Row) (a accountRow, err error) {
		var created int64
		var disabled *int64
		err = r.Scan(&a.ID, &a.Name, &a.WebhookVersion, &created, &disabled, &a.username)
		a.CreatedAt, a.DisabledAt = fromMillis(created), fromOptional(disabled)
		return a, err
	}, `SELECT m.id, m.name, m.webhook_version, m.created_at, m.disabled_at, c.username
		FROM merchants m LEFT JOIN credentials c ON c.merchant_id = m.id AND c.revoked_at IS NULL
		WHERE $1 = '' OR m.id = $1
		ORDER BY m.created_at, m.id, c.created_at, c.username`, id)
	for _, a := range rows {
		if len(all) == 0 || all[len(all)-1].ID != a.ID {
			all = append(all, a.Account)
		}
		if a.username != nil {
			last := &all[len(all)-1]
			last.Usernames = append(last.Usernames, *a.username)
		}
	}
	return all, err
}
