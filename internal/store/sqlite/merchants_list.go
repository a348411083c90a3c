package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Account implements merchant.Store.
func (m Merchants) Account(ctx context.Context, id hpp.MerchantID) (merchant.Account, error) {
	return account(ctx, m.db.read, id)
}

// Accounts implements merchant.Store.
func (m Merchants) Accounts(ctx context.Context) ([]merchant.Account, error) {
	return accounts(ctx, m.db.read, "")
}

func account(ctx context.Context, q querier, id hpp.MerchantID) (merchant.Account, error) {
	found, err := accounts(ctx, q, id)
	if err != nil {
		return merchant.Account{}, err
	}
	if id == "" || len(found) == 0 {
		return merchant.Account{}, merchant.ErrUnknown
	}
	a := found[0]
	if a.WebhookVersion > 1 { // most have never changed theirs
		a.OlderWebhooks, err = olderWebhooks(ctx, q, id)
	}
	return a, err
}

// olderWebhooks reads the callback secrets of an account that are not the
// current one, oldest first.
func olderWebhooks(ctx context.Context, q querier, id hpp.MerchantID) ([]merchant.OlderWebhook, error) {
	rows, err := q.QueryContext(ctx, `SELECT version, ends_at FROM webhook_overlaps WHERE merchant_id = ? ORDER BY version`, id)
	return collect(rows, err, func(r *sql.Rows) (older merchant.OlderWebhook, err error) {
		var end sql.NullInt64
		err = r.Scan(&older.Version, &end)
		older.EndsAt = fromOptional(end)
		return older, err
	})
}

// accounts reads one account, or all for the empty id, one row for each
// credential.
func accounts(ctx context.Context, q querier, id hpp.MerchantID) (list []merchant.Account, err error) {
	rows, err := q.QueryContext(ctx, `SELECT m.id, m.name, m.webhook_version, m.created_at, m.sales_closed_at, m.disabled_at, c.username, c.revoked_at
		FROM merchants m LEFT JOIN credentials c ON c.merchant_id = m.id
		WHERE ?1 = '' OR m.id = ?1
		ORDER BY m.created_at, m.id, c.created_at, c.username`, id)
	if err != nil {
		return nil, fmt.Errorf("sqlite: read merchants: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var a merchant.Account
		var created int64
		var closed, disabled, end sql.NullInt64
		var username sql.NullString
		if err := rows.Scan(&a.ID, &a.Name, &a.WebhookVersion, &created, &closed, &disabled, &username, &end); err != nil {
			return nil, fmt.Errorf("sqlite: read merchant: %w", err)
		}
		a.CreatedAt, a.SalesClosedAt, a.DisabledAt = fromMillis(created), fromOptional(closed), fromOptional(disabled)
		if len(list) == 0 || list[len(list)-1].ID != a.ID {
			list = append(list, a)
		}
		if username.Valid {
			last := &list[len(list)-1]
			last.Logins = append(last.Logins, merchant.Login{Username: username.String, EndsAt: fromOptional(end)})
		}
	}
	return list, rows.Err()
}
