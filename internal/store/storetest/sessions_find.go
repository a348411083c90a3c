package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func tenantsApart(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	if _, err := store.FindForMerchant(t.Context(), "m2", "a"); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("another tenant reads: %v", err)
	}
	if _, err := store.ListEvents(t.Context(), "m2", "a"); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("another tenant reads events: %v", err)
	}
}

func unknownSession(t *testing.T, store hpp.Store) {
	never := func(*hpp.Session) (hpp.Change, error) {
		t.Error("change ran on a session that does not exist")
		return hpp.Change{}, nil
	}
	_, err := store.Update(t.Context(), "none", never)
	_, linkErr := store.FindByLink(t.Context(), hash("none"))
	_, findErr := store.Find(t.Context(), "none")
	for name, err := range map[string]error{"update": err, "link": linkErr, "find": findErr} {
		if !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
}

func linkUnique(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	if _, err := store.Insert(t.Context(), session("b"), hash("a"), nil, hpp.IdempotencyKey{}); err == nil {
		t.Error("two sessions share a link")
	}
	if _, err := store.Find(t.Context(), "b"); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("the refused session is stored: %v", err)
	}
}

func onPayment(t *testing.T, store hpp.Store) {
	shared := hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "kp"}
	for _, id := range []string{"a", "b"} {
		s := session(id)
		s.Payment = shared
		insert(t, store, s)
	}
	insert(t, store, session("c"))
	got, err := store.ListByPayment(t.Context(), shared)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]hpp.SessionID{"a", "b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
