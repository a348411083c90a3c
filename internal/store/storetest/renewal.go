package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// renewal checks what an expired session needs to be renewed once: a key of the
// server's own, with a sign that no merchant can send, and marks on both
// sessions, of which the older keeps its merchant's key.
func renewal(t *testing.T, store hpp.Store) {
	ctx := t.Context()
	insert(t, store, session("old"))
	own := claim("renewal\nold", "x")
	next := session("next")
	next.Renewal.Renews = "old"
	for _, id := range []string{"next", "late"} {
		if made, err := store.Insert(ctx, withID(next, id), hash(id), nil, own); err != nil || made.ID != "next" {
			t.Fatalf("%s: %s, %v; want the first", id, made.ID, err)
		}
	}
	key := claim("merchant's key", "y")
	for _, by := range []hpp.SessionID{"next", "late"} {
		if _, err := store.Update(ctx, "old", func(s *hpp.Session) (hpp.Change, error) {
			s.Renewal.RequestedAt, s.Renewal.RenewedBy = epoch.Add(time.Hour), by
			return hpp.Change{IdempotencyKey: key}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := store.FindByIdempotencyKey(ctx, "m1", key)
	want := hpp.Renewal{RequestedAt: epoch.Add(time.Hour), RenewedBy: "next"}
	if diff := cmp.Diff(want, found.Renewal); err != nil || found.ID != "old" || diff != "" {
		t.Errorf("%s, %v: %s", found.ID, err, diff)
	}
	if made, err := store.Find(ctx, "next"); err != nil || made.Renewal.Renews != "old" {
		t.Errorf("%+v, %v", made.Renewal, err)
	}
}

func withID(s hpp.Session, id string) hpp.Session {
	s.ID, s.Seed = hpp.SessionID(id), []byte(id)
	return s
}
