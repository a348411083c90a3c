package fscksource

import (
	"context"
	"iter"

	"github.com/openhpp/openhpp/internal/fsck"
)

const selectUpstreamAccounts = `SELECT u.merchant_id, u.upstream, u.label, u.key_id, length(u.sealed), CASE WHEN m.id IS NULL THEN 0 ELSE 1 END
	FROM upstream_credentials u LEFT JOIN merchants m ON m.id = u.merchant_id
	ORDER BY u.merchant_id, u.upstream, u.label`

// UpstreamAccounts implements fsck.Source.
func (s Snapshot) UpstreamAccounts(ctx context.Context) iter.Seq2[fsck.UpstreamAccount, error] {
	return list(ctx, s, selectUpstreamAccounts, func(rows Rows) (a fsck.UpstreamAccount, err error) {
		var there int64
		err = rows.Scan(&a.Merchant, &a.Upstream, &a.Label, &a.KeyID, &a.SealedSize, &there)
		a.HasMerchant = there != 0
		return a, err
	})
}
