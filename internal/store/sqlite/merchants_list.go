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
	return found[0], nil
}

// accounts reads one account, or all for the empty id, one row for each
// credential in use.
func accounts(ctx context.Context, q querier, id hpp.MerchantID) (list []merchant.Account, err error) {
	rows, err := q.QueryContext(ctx, `SELECT m.id, m.name, m.webhook_version, m.created_at, m.disabled_at, c.username
		FROM merchants m LEFT JOIN credentials c ON c.merchant_id = m.id AND c.revoked_at IS NULL
		WHERE ?1 = '' OR m.id = ?1
		ORDER BY m.created_at, m.id, c.created_at, c.username`, id)
	if err != nil {
		return nil, fmt.Errorf("sqlite: read merchants: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var a merchant.Account
		var created int64
		var disabled sql.NullInt64
		var username sql.NullString
		if err := rows.Scan(&a.ID, &a.Name, &a.WebhookVersion, &created, &disabled, &username); err != nil {
			return nil, fmt.Errorf("sqlite: read merchant: %w", err)
		}
		a.CreatedAt, a.DisabledAt = fromMillis(created), fromOptional(disabled)
		if len(list) == 0 || list[len(list)-1].ID != a.ID {
			list = append(list, a)
		}
		if username.Valid {
			last := &list[len(list)-1]
			last.Usernames = append(last.Usernames, username.String)
		}
	}
	return list, rows.Err()
}
