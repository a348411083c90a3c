package sqlrows

import (
	"context"
	"time"

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
	a := found[0]
	if a.WebhookVersion > 1 { // most have never changed theirs
		a.OlderWebhooks, err = m.olderWebhooks(ctx, id)
	}
	return a, err
}

// olderWebhooks reads the callback secrets of an account that are not the
// current one, oldest first.
func (m Merchants) olderWebhooks(ctx context.Context, id hpp.MerchantID) ([]merchant.OlderWebhook, error) {
	return list(ctx, m.db, func(r Row) (older merchant.OlderWebhook, err error) {
		var end *int64
		err = r.Scan(&older.Version, &end)
		older.EndsAt = fromOptional(end)
		return older, err
	}, `SELECT version, ends_at FROM webhook_overlaps WHERE merchant_id = $1 ORDER BY version`, id)
}

// Accounts implements merchant.Store.
func (m Merchants) Accounts(ctx context.Context) ([]merchant.Account, error) {
	return m.accounts(ctx, "")
}

// accountRow is an account with one of its user names, or with none.
type accountRow struct {
	merchant.Account
	username *string
	end      time.Time // of the user name
}

// accounts reads one account, or all for the empty id, one row for each
// credential.
func (m Merchants) accounts(ctx context.Context, id hpp.MerchantID) (all []merchant.Account, err error) {
	rows, err := list(ctx, m.db, func(r Row) (a accountRow, err error) {
		var created int64
		var closed, disabled, end *int64
		err = r.Scan(&a.ID, &a.Name, &a.WebhookVersion, &created, &closed, &disabled, &a.username, &end)
		a.CreatedAt, a.SalesClosedAt, a.DisabledAt, a.end = fromMillis(created), fromOptional(closed), fromOptional(disabled), fromOptional(end)
		return a, err
	}, `SELECT m.id, m.name, m.webhook_version, m.created_at, m.sales_closed_at, m.disabled_at, c.username, c.revoked_at
		FROM merchants m LEFT JOIN credentials c ON c.merchant_id = m.id
		WHERE $1 = '' OR m.id = $1
		ORDER BY m.created_at, m.id, c.created_at, c.username`, id)
	for _, a := range rows {
		if len(all) == 0 || all[len(all)-1].ID != a.ID {
			all = append(all, a.Account)
		}
		if a.username != nil {
			last := &all[len(all)-1]
			last.Logins = append(last.Logins, merchant.Login{Username: *a.username, EndsAt: a.end})
		}
	}
	return all, err
}
