package storetest

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/merchantimage"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Database is an engine with all its stores: those whose statements engines
// share, and its own.
type Database struct {
	sqlrows.Stores
	Sessions hpp.Store
	Outbox   interface {
		outbox.Store
		outbox.Admin
	}
}

// Run checks every store of an engine but its sweeps. open gives every case a
// new database.
func Run(t *testing.T, open func(*testing.T) Database) {
	t.Helper()
	t.Run("Sessions", func(t *testing.T) {
		RunSessions(t, func(t *testing.T) hpp.Store { return open(t).Sessions })
	})
	t.Run("Merchants", func(t *testing.T) {
		RunMerchants(t, func(t *testing.T) merchant.Store { return open(t).Merchants() })
	})
	t.Run("Outbox", func(t *testing.T) {
		RunOutbox(t, func(t *testing.T) OutboxFixture {
			db := open(t)
			return OutboxFixture{Rows: db.Outbox, Sessions: db.Sessions}
		})
	})
	t.Run("MerchantImages", func(t *testing.T) {
		RunMerchantImages(t, func(t *testing.T) merchantimage.Store { return open(t).MerchantImages() })
	})
	t.Run("Handovers", func(t *testing.T) {
		RunHandovers(t, func(t *testing.T) Handovers {
			db := open(t)
			return Handovers{Sessions: db.Sessions, Distributions: db.Distributions(), Accesses: db.Accesses(), Outbox: db.Outbox}
		})
	})
	t.Run("Profiles", func(t *testing.T) {
		RunProfiles(t, func(t *testing.T) hpp.ProfileStore { return open(t).Profiles() })
	})
	t.Run("UpstreamAccounts", func(t *testing.T) {
		RunUpstreamAccounts(t, func(t *testing.T) UpstreamAccounts {
			db := open(t)
			return UpstreamAccounts{db.UpstreamAccounts(), db.Merchants()}
		})
	})
	t.Run("Inbox", func(t *testing.T) {
		RunInbox(t, func(t *testing.T) inbox.Store { return open(t).Inbox() })
	})
	t.Run("Provider", func(t *testing.T) {
		RunProvider(t, func(t *testing.T) provider.Store { return open(t).Provider() })
	})
}
