package sqlrows

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/upstream"
)

// UpstreamAccounts implements upstream.Store.
type UpstreamAccounts struct{ db Engine }

// UpstreamAccounts keeps merchants' accounts at other companies.
func (s Stores) UpstreamAccounts() UpstreamAccounts { return UpstreamAccounts{s.engine} }

var _ upstream.Store = UpstreamAccounts{}

const selectUpstreamAccount = `SELECT merchant_id, upstream, label, username, sealed, key_id, mode, callback, return_mode, test_allowed, updated_at
	FROM upstream_credentials`

func scanUpstreamAccount(row Row) (a upstream.Account, err error) {
	var updated int64
	err = row.Scan(&a.Merchant, &a.Upstream, &a.Label, &a.Username, &a.Sealed, &a.KeyID,
		&a.Options.Mode, &a.Options.Callback, &a.Options.Return, &a.Options.TestAllowed, &updated)
	if errors.Is(err, ErrNoRow) {
		return a, upstream.ErrNoAccount
	}
	if err != nil {
		return a, fmt.Errorf("store: read upstream account: %w", err)
	}
	a.UpdatedAt = fromMillis(updated)
	return a, nil
}

// PutAccount implements upstream.Store. The merchant's row is locked, so that
// accounts that come at the same moment count each other.
func (u UpstreamAccounts) PutAccount(ctx context.Context, a upstream.Account, most int64) error {
	return u.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := lockAccount(ctx, tx, a.Merchant); errors.Is(err, merchant.ErrUnknown) {
			return upstream.ErrNoMerchant
		} else if err != nil {
			return err
		}
		var others int64
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM upstream_credentials WHERE merchant_id = $1 AND upstream = $2 AND label <> $3`,
			a.Merchant, a.Upstream, a.Label).Scan(&others); err != nil {
			return fmt.Errorf("store: count upstream accounts: %w", err)
		}
		if others >= most {
			return upstream.ErrTooMany
		}
		_, err := tx.Exec(ctx, `INSERT INTO upstream_credentials
			(merchant_id, upstream, label, username, sealed, key_id, mode, callback, return_mode, test_allowed, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (merchant_id, upstream, label) DO UPDATE SET username = excluded.username, sealed = excluded.sealed, key_id = excluded.key_id,
			mode = excluded.mode, callback = excluded.callback, return_mode = excluded.return_mode, test_allowed = excluded.test_allowed, updated_at = excluded.updated_at`,
			a.Merchant, a.Upstream, a.Label, a.Username, a.Sealed, a.KeyID, a.Options.Mode, a.Options.Callback, a.Options.Return, a.Options.TestAllowed, millis(a.UpdatedAt))
		if err != nil {
			return fmt.Errorf("store: save upstream account: %w", err)
		}
		return nil
	}, func(ctx context.Context, tx Tx) (bool, error) {
		is, err := scanUpstreamAccount(tx.QueryRow(ctx, selectUpstreamAccount+` WHERE merchant_id = $1 AND upstream = $2 AND label = $3`, a.Merchant, a.Upstream, a.Label))
		if errors.Is(err, upstream.ErrNoAccount) {
			return false, nil
		}
		return bytes.Equal(is.Sealed, a.Sealed), err // nobody seals alike twice
	})
}

// AccountsAt implements upstream.Store.
func (u UpstreamAccounts) AccountsAt(ctx context.Context, id hpp.MerchantID, name string) ([]upstream.Account, error) {
	return list(ctx, u.db, scanUpstreamAccount, selectUpstreamAccount+` WHERE merchant_id = $1 AND upstream = $2 ORDER BY label`, id, name)
}

// ListAccounts implements upstream.Store.
func (u UpstreamAccounts) ListAccounts(ctx context.Context, id hpp.MerchantID) ([]upstream.Account, error) {
	return list(ctx, u.db, scanUpstreamAccount, selectUpstreamAccount+` WHERE $1 = '' OR merchant_id = $1 ORDER BY merchant_id, upstream, label`, id)
}

// RemoveAccount implements upstream.Store. Sent again after a lost answer, it may
// find the account gone because it removed it itself.
func (u UpstreamAccounts) RemoveAccount(ctx context.Context, id hpp.MerchantID, name, label string) error {
	done, err := u.db.Write(ctx, Statement{`DELETE FROM upstream_credentials WHERE merchant_id = $1 AND upstream = $2 AND label = $3`, []any{id, name, label}})
	switch {
	case errors.Is(err, ErrNoRow):
		return upstream.ErrNoAccount
	case err != nil:
		return fmt.Errorf("store: remove upstream account: %w", err)
	case done.Changed == 0 && !done.Repeated:
		return upstream.ErrNoAccount
	}
	return nil
}

// Reseal implements upstream.Store. In doubt it is done again: what was replaced
// is found replaced.
func (u UpstreamAccounts) Reseal(ctx context.Context, changed []upstream.Resealed) (done int64, err error) {
	err = u.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		done = 0
		for _, a := range changed {
			n, err := tx.Exec(ctx, `UPDATE upstream_credentials SET sealed = $1, key_id = $2
				WHERE merchant_id = $3 AND upstream = $4 AND label = $5 AND sealed = $6`, a.Sealed, a.KeyID, a.Merchant, a.Upstream, a.Label, a.Was)
			if err != nil {
				return fmt.Errorf("store: seal upstream account anew: %w", err)
			}
			done += n
		}
		return nil
	}, func(ctx context.Context, tx Tx) (bool, error) {
		if len(changed) == 0 {
			return true, nil
		}
		one := changed[0]
		is, err := scanUpstreamAccount(tx.QueryRow(ctx, selectUpstreamAccount+` WHERE merchant_id = $1 AND upstream = $2 AND label = $3`, one.Merchant, one.Upstream, one.Label))
		if errors.Is(err, upstream.ErrNoAccount) {
			return false, nil
		}
		return bytes.Equal(is.Sealed, one.Sealed), err
	})
	return done, err
}
