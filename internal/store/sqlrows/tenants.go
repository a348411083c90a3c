package sqlrows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
)

// Tenants implements tenant.Store.
type Tenants struct{ db Engine }

// Tenants keeps merchants that live for a test.
func (s Stores) Tenants() Tenants { return Tenants{s.engine} }

var _ tenant.Store = Tenants{}

const selectTenants = `SELECT merchant_id, parent_id, name, created_at, ends_at FROM sandbox_tenants WHERE `

// InsertTenant implements tenant.Store. The parent's row is what two of them wait
// for.
func (t Tenants) InsertTenant(ctx context.Context, one tenant.Tenant) error {
	err := t.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		var name string
		if err := tx.QueryRow(ctx, `SELECT name FROM merchants WHERE id = $1 FOR UPDATE`, one.Parent).Scan(&name); err != nil {
			return err
		}
		var live, nested int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM sandbox_tenants WHERE parent_id = $1 AND ends_at > $2`, one.Parent, millis(one.MadeAt)).Scan(&live); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM sandbox_tenants WHERE merchant_id = $1`, one.Parent).Scan(&nested); err != nil {
			return err
		}
		switch {
		case nested > 0:
			return tenant.ErrNested
		case live >= tenant.MaxLive:
			return tenant.ErrTooMany
		}
		_, err := tx.Exec(ctx, `INSERT INTO sandbox_tenants (merchant_id, parent_id, name, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (merchant_id) DO NOTHING`, one.Merchant, one.Parent, Storable(one.Name), millis(one.MadeAt), millis(one.EndsAt))
		return err
	}, idempotent)
	if err != nil {
		return fmt.Errorf("store: keep tenant: %w", err)
	}
	return nil
}

// Tenants implements tenant.Store.
func (t Tenants) Tenants(ctx context.Context, parent hpp.MerchantID) ([]tenant.Tenant, error) {
	return list(ctx, t.db, scanTenant, selectTenants+`parent_id = $1 ORDER BY merchant_id`, parent)
}

// Ended implements tenant.Store.
func (t Tenants) Ended(ctx context.Context, now time.Time, most int) ([]tenant.Tenant, error) {
	return list(ctx, t.db, scanTenant, selectTenants+`ends_at <= $1 ORDER BY ends_at LIMIT $2`, millis(now), most)
}

func scanTenant(r Row) (one tenant.Tenant, err error) {
	var made, ends int64
	err = r.Scan(&one.Merchant, &one.Parent, &one.Name, &made, &ends)
	one.MadeAt, one.EndsAt = fromMillis(made), fromMillis(ends)
	return one, err
}

// ownRows remove what a merchant is. Its credentials go first: nobody comes in
// while the rest goes.
var ownRows = []string{
	`DELETE FROM credentials WHERE merchant_id = $1`,
	`DELETE FROM webhook_overlaps WHERE merchant_id = $1`,
	`DELETE FROM upstream_credentials WHERE merchant_id = $1`,
	`DELETE FROM sandbox_tenants WHERE merchant_id = $1`,
	`DELETE FROM merchants WHERE id = $1`,
}

// RemoveTenant implements tenant.Store.
func (t Tenants) RemoveTenant(ctx context.Context, parent, id hpp.MerchantID) error {
	err := t.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		found, err := scanTenant(tx.QueryRow(ctx, selectTenants+`merchant_id = $1 AND parent_id = $2 FOR UPDATE`, id, parent))
		if errors.Is(err, ErrNoRow) {
			return tenant.ErrUnknown
		}
		if err != nil {
			return err
		}
		if err := removeMade(ctx, tx, t.db, found.Merchant, tenant.Keep{}); err != nil {
			return err
		}
		for _, statement := range ownRows {
			if _, err := tx.Exec(ctx, statement, id); err != nil {
				return err
			}
		}
		return nil
	}, idempotent)
	if err != nil {
		return fmt.Errorf("store: remove tenant: %w", err)
	}
	return nil
}

// Reset implements tenant.Store.
func (t Tenants) Reset(ctx context.Context, id hpp.MerchantID, keep tenant.Keep) error {
	err := t.db.Update(ctx, func(ctx context.Context, tx Tx) error { return removeMade(ctx, tx, t.db, id, keep) }, idempotent)
	if err != nil {
		return fmt.Errorf("store: reset: %w", err)
	}
	return nil
}
