package storetest

import (
	"testing"

	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
)

// Reset checks that what a merchant made goes, but for what is kept, and nobody
// else's. That statements exist for every table is the registry's to see to.
func (s Suite) Reset(t *testing.T) {
	db := s.open(t)
	mine, theirs := request(1), request(2)
	theirs.Merchant = "m2"
	catchAll(t, db.Catcher(), mine, theirs)
	other := email("b", 0)
	other.Merchant = "m2"
	keep(t, db.Inbox(), email("a", 0), other)
	if err := db.Tenants().Reset(t.Context(), "m1", tenant.Keep{Profiles: true}); err != nil {
		t.Fatal(err)
	}
	expectMessages(t, db.Inbox(), "m1", inbox.Filter{})
	expectMessages(t, db.Inbox(), "m2", inbox.Filter{}, other)
	if left := caughtIDs(t, db.Catcher(), "m1", catcher.Filter{}, "", 10); len(left) > 0 {
		t.Errorf("caught: %v", left)
	}
	if left := caughtIDs(t, db.Catcher(), "m2", catcher.Filter{}, "", 10); len(left) != 1 {
		t.Errorf("another's: %v", left)
	}
	if err := db.Tenants().Reset(t.Context(), "m1", tenant.Keep{}); err != nil {
		t.Errorf("again, with nothing left: %v", err)
	}
}
