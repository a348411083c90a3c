package sqlite

import (
	"context"
	"fmt"
)

// Reclaim takes back every lease: what a process that died was doing is due
// again at once. Only the one server of a file may do so, before it runs jobs.
func (o Outbox) Reclaim(ctx context.Context) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET lease_until = 0, fence = fence + 1 WHERE state = 'pending' AND lease_until > 0`)
		if err != nil {
			return fmt.Errorf("sqlite: take back leases: %w", err)
		}
		return nil
	})
}
