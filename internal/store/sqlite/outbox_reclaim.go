package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// insertLostTries keeps the tries of all callbacks under lease.
const insertLostTries = `INSERT INTO delivery_tries ` + sqlrows.LostTry + `
	WHERE o.state = 'pending' AND o.lease_until > 0 AND o.kind IN ('` + string(hpp.JobCallback) + `', '` + string(hpp.JobRenewal) + `') ORDER BY o.subject, o.id`

// Reclaim takes back every lease: what a process that died was doing is due
// again at once, and the tries that it made of callbacks are lost. lease is how
// long the leases of callbacks last. Only the one server of a file may do so,
// before it runs jobs.
func (o Outbox) Reclaim(ctx context.Context, lease time.Duration) error {
	return o.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := tx.ExecContext(ctx, insertLostTries, nil, nil, hpp.StatusUpdate, nil, lease.Milliseconds()); err != nil {
			return fmt.Errorf("sqlite: keep lost tries: %w", err)
		}
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET lease_until = 0, fence = fence + 1 WHERE state = 'pending' AND lease_until > 0`)
		if err != nil {
			return fmt.Errorf("sqlite: take back leases: %w", err)
		}
		return nil
	})
}
