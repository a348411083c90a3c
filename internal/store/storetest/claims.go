package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func claim(key, asked string) hpp.IdempotencyKey {
	return hpp.IdempotencyKey{Value: key, Fingerprint: []byte(asked), Now: epoch}
}

func claims(t *testing.T, store hpp.Store) {
	ctx := t.Context()
	if _, err := store.FindByIdempotencyKey(ctx, "m1", claim("k", "x")); !errors.Is(err, hpp.ErrNotFound) {
		t.Fatalf("a new key: %v", err)
	}
	if _, err := store.Insert(ctx, session("a"), hash("a"), nil, claim("k", "x")); err != nil {
		t.Fatal(err)
	}
	again, err := store.Insert(ctx, session("b"), hash("b"), nil, claim("k", "x"))
	if err != nil || again.ID != "a" {
		t.Errorf("a repeat answers %s, %v; want the first session", again.ID, err)
	}
	if _, err := store.Find(ctx, "b"); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a repeat stored a session: %v", err)
	}
	if _, err := store.Insert(ctx, session("b"), hash("b"), nil, claim("k", "y")); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("another request under the key: %v", err)
	}
	if _, err := store.FindByIdempotencyKey(ctx, "m1", claim("k", "y")); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("looking up another request: %v", err)
	}
	other := session("c")
	other.Merchant = "m2"
	if got, err := store.Insert(ctx, other, hash("c"), nil, claim("k", "y")); err != nil || got.ID != "c" {
		t.Errorf("another merchant's key collides: %s, %v", got.ID, err)
	}
}

func claimsAtOnce(t *testing.T, store hpp.Store) {
	const callers = 10
	ids := make([]hpp.SessionID, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			name := fmt.Sprintf("s%d", i)
			got, err := store.Insert(t.Context(), session(name), hash(name), nil, claim("k", "x"))
			if err != nil {
				t.Error(err)
			}
			ids[i] = got.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("one key made several sessions: %v", ids)
		}
	}
}

func claimEnds(t *testing.T, store hpp.Store) {
	if _, err := store.Insert(t.Context(), session("a"), hash("a"), nil, claim("k", "x")); err != nil {
		t.Fatal(err)
	}
	later := session("b")
	later.CreatedAt = epoch.Add(7 * 24 * time.Hour)
	late := claim("k", "y")
	late.Now = later.CreatedAt
	if _, err := store.FindByIdempotencyKey(t.Context(), "m1", late); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a week-old key still holds: %v", err)
	}
	if got, err := store.Insert(t.Context(), later, hash("b"), nil, late); err != nil || got.ID != "b" {
		t.Errorf("a week-old key cannot be taken again: %s, %v", got.ID, err)
	}
}
