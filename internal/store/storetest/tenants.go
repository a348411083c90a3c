package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
)

// Tenants checks a store of merchants that live for a test.
func (s Suite) Tenants(t *testing.T) {
	for name, check := range map[string]func(*testing.T, Database){
		"kept, listed, ended":   tenantsListed,
		"so many at a time":     tenantsBounded,
		"so many at once":       tenantsAtOnce,
		"removed with its rows": tenantRemoved,
	} {
		t.Run(name, func(t *testing.T) { check(t, s.open(t)) })
	}
}

func parent(t *testing.T, db Database, id hpp.MerchantID) {
	t.Helper()
	err := db.Merchants().Insert(t.Context(), merchant.Account{ID: id, Name: "Lamps", WebhookVersion: 1, CreatedAt: epoch},
		merchant.Credential{Username: "user " + string(id), Merchant: id, PasswordHash: []byte{1}, CreatedAt: epoch})
	if err != nil {
		t.Fatal(err)
	}
}

func tenantOf(owner hpp.MerchantID, n int) tenant.Tenant {
	return tenant.Tenant{
		Merchant: hpp.MerchantID(fmt.Sprintf("t%03d", n)), Parent: owner, Name: "worker", MadeAt: epoch, EndsAt: epoch.Add(time.Duration(n+1) * time.Minute),
	}
}

func tenantsListed(t *testing.T, db Database) {
	parent(t, db, "m1")
	parent(t, db, "m2")
	store := db.Tenants()
	for _, one := range []tenant.Tenant{tenantOf("m1", 1), tenantOf("m1", 0), tenantOf("m2", 2)} {
		if err := store.InsertTenant(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Tenants(t.Context(), "m1")
	if diff := cmp.Diff([]tenant.Tenant{tenantOf("m1", 0), tenantOf("m1", 1)}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	ended, err := store.Ended(t.Context(), epoch.Add(2*time.Minute), 10)
	if diff := cmp.Diff([]tenant.Tenant{tenantOf("m1", 0), tenantOf("m1", 1)}, ended); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	parent(t, db, "t000")
	if err := store.InsertTenant(t.Context(), tenantOf("t000", 9)); !errors.Is(err, tenant.ErrNested) {
		t.Errorf("a tenant's tenant: %v", err)
	}
}

func tenantsBounded(t *testing.T, db Database) {
	parent(t, db, "m1")
	for i := range tenant.MaxLive {
		if err := db.Tenants().InsertTenant(t.Context(), tenantOf("m1", i)); err != nil {
			t.Fatal(err)
		}
	}
	more := tenantOf("m1", tenant.MaxLive)
	if err := db.Tenants().InsertTenant(t.Context(), more); !errors.Is(err, tenant.ErrTooMany) {
		t.Errorf("one more: %v", err)
	}
	more.MadeAt = epoch.Add(time.Minute) // the first one has ended
	if err := db.Tenants().InsertTenant(t.Context(), more); err != nil {
		t.Errorf("in place of one that has ended: %v", err)
	}
}

func tenantsAtOnce(t *testing.T, db Database) {
	parent(t, db, "m1")
	for i := range tenant.MaxLive - 5 {
		if err := db.Tenants().InsertTenant(t.Context(), tenantOf("m1", i)); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	made := 0
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := db.Tenants().InsertTenant(t.Context(), tenantOf("m1", 500+i))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made++
			} else if !errors.Is(err, tenant.ErrTooMany) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made != 5 {
		t.Errorf("%d more were made, want 5", made)
	}
}

func tenantRemoved(t *testing.T, db Database) {
	parent(t, db, "m1")
	one := tenantOf("m1", 0)
	parent(t, db, one.Merchant)
	if err := db.Tenants().InsertTenant(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	mine, theirs := email("a", 0), email("b", 0)
	mine.Merchant, theirs.Merchant = "m1", one.Merchant
	keep(t, db.Inbox(), mine, theirs)
	if err := db.Tenants().RemoveTenant(t.Context(), "m2", one.Merchant); !errors.Is(err, tenant.ErrUnknown) {
		t.Errorf("by another merchant: %v", err)
	}
	if err := db.Tenants().RemoveTenant(t.Context(), "m1", one.Merchant); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Merchants().Account(t.Context(), one.Merchant); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("it is still there: %v", err)
	}
	if _, _, err := db.Merchants().Credential(t.Context(), "user "+string(one.Merchant)); !errors.Is(err, merchant.ErrUnknown) {
		t.Errorf("its credentials are: %v", err)
	}
	expectMessages(t, db.Inbox(), "m1", inbox.Filter{}, mine)
	expectMessages(t, db.Inbox(), one.Merchant, inbox.Filter{})
	if err := db.Tenants().RemoveTenant(t.Context(), "m1", one.Merchant); !errors.Is(err, tenant.ErrUnknown) {
		t.Errorf("again: %v", err)
	}
}
