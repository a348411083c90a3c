package tenant

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// MaxLive is how many tenants a merchant has at most.
const MaxLive = 200

// Lives of a tenant.
const (
	MinLife     = time.Second
	MaxLife     = 7 * 24 * time.Hour
	DefaultLife = time.Hour
)

// Errors of a request for a tenant.
var (
	ErrTooMany = errors.New("tenant: the merchant has as many as it may")
	ErrNested  = errors.New("tenant: a tenant has no tenants")
	ErrUnknown = errors.New("tenant: unknown")
)

// Tenant is a merchant that lives for a test.
type Tenant struct {
	Merchant hpp.MerchantID
	Parent   hpp.MerchantID
	Name     string
	MadeAt   time.Time // UTC, milliseconds
	EndsAt   time.Time // UTC, milliseconds
}

// Keep names what a reset leaves.
type Keep struct{ Profiles bool }

// Store keeps tenants and removes what merchants have. Every method is one
// transaction.
type Store interface {
	// InsertTenant keeps a tenant before its merchant is made: ErrTooMany,
	// ErrNested.
	InsertTenant(ctx context.Context, t Tenant) error
	// Tenants lists those of a parent, the oldest first.
	Tenants(ctx context.Context, parent hpp.MerchantID) ([]Tenant, error)
	// Ended lists tenants whose end has come, at most so many.
	Ended(ctx context.Context, now time.Time, most int) ([]Tenant, error)
	// RemoveTenant removes a tenant of a parent with everything that it has, its
	// credentials first. ErrUnknown where there is none.
	RemoveTenant(ctx context.Context, parent, id hpp.MerchantID) error
	// Reset removes everything that a merchant made. What it is stays: its
	// credentials, secrets and accounts elsewhere. Jobs under way are dropped.
	Reset(ctx context.Context, id hpp.MerchantID, keep Keep) error
}

// Service makes and removes tenants. All fields are required.
type Service struct {
	Store     Store
	Merchants *merchant.Service
	Now       func() time.Time
}

// Make makes a tenant of a merchant. Its credentials are shown once, and end with
// it.
func (s Service) Make(ctx context.Context, parent hpp.MerchantID, name string, life time.Duration) (Tenant, merchant.Credentials, error) {
	now := s.Now().UTC().Truncate(time.Millisecond)
	t := Tenant{Parent: parent, Name: name, MadeAt: now, EndsAt: now.Add(life)}
	shown, err := s.Merchants.CreateUntil(ctx, name, t.EndsAt, func(id hpp.MerchantID) error {
		t.Merchant = id
		// First: a merchant whose tenant was not kept would stay for ever.
		return s.Store.InsertTenant(ctx, t)
	})
	return t, shown, err
}

// sweepBatch is how many tenants one sweep removes at most.
const sweepBatch = 50

// Sweep removes the tenants whose end has come.
func (s Service) Sweep(ctx context.Context) error {
	ended, err := s.Store.Ended(ctx, s.Now(), sweepBatch)
	if err != nil {
		return err
	}
	var errs []error
	for _, t := range ended {
		if err := s.Store.RemoveTenant(ctx, t.Parent, t.Merchant); err != nil && !errors.Is(err, ErrUnknown) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
