package merchant

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// countingStore counts how often credentials are looked up.
type countingStore struct {
	*fakeStore
	asked int
}

func (c *countingStore) Credential(ctx context.Context, username string) (Credential, Account, error) {
	c.asked++
	return c.fakeStore.Credential(ctx, username)
}

// clocked is a service whose clock the test moves.
func clocked() (*Service, *countingStore, *time.Time) {
	store, now := &countingStore{fakeStore: &fakeStore{}}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return New(store, []byte("a secret of at least thirty-two bytes"), func() time.Time { return now }), store, &now
}

// A right pair is looked up once in half a second, and what was revoked is
// refused from then on at the latest (docs/spec/safety.md A24).
func TestARightPairIsTrustedForAMoment(t *testing.T) {
	s, store, now := clocked()
	pair := create(t, s, "Lamps")
	for range 3 {
		if m, err := s.Verify(t.Context(), pair.Username, pair.Password); err != nil || m.ID() != pair.MerchantID || m.Name() != "Lamps" {
			t.Fatalf("%s %q, %v", m.ID(), m.Name(), err)
		}
		*now = now.Add(trustPeriod / 2)
	}
	if store.asked != 2 {
		t.Errorf("looked up %d times, the third time half a second after the first; want 2", store.asked)
	}
	if err := s.Disable(t.Context(), pair.MerchantID); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(trustPeriod)
	if _, err := s.Verify(t.Context(), pair.Username, pair.Password); !errors.Is(err, ErrRefused) {
		t.Errorf("half a second after it was disabled: %v", err)
	}
}

// A clock that was set back must not make trust last.
func TestTrustDoesNotOutliveAClockSetBack(t *testing.T) {
	s, store, now := clocked()
	pair := create(t, s, "Lamps")
	for range 2 {
		if _, err := s.Verify(t.Context(), pair.Username, pair.Password); err != nil {
			t.Fatal(err)
		}
		*now = now.Add(-time.Hour)
	}
	if store.asked != 2 {
		t.Errorf("looked up %d times, want 2", store.asked)
	}
}

// Whoever guesses learns nothing from the time it takes: wrong pairs are looked
// up every time, whether or not the user name exists.
func TestWrongPairsAreAlwaysLookedUp(t *testing.T) {
	s, store, _ := clocked()
	pair := create(t, s, "Lamps")
	if _, err := s.Verify(t.Context(), pair.Username, pair.Password); err != nil {
		t.Fatal(err)
	}
	store.asked = 0
	for _, username := range []string{pair.Username, pair.Username, "Mnobody_x", "Mnobody_x"} {
		if _, err := s.Verify(t.Context(), username, "wrong"); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", username, err)
		}
	}
	if store.asked != 4 {
		t.Errorf("looked up %d times, want 4", store.asked)
	}
}

// Pairs that are no longer used are not kept.
func TestRecentForgets(t *testing.T) {
	s, _, now := clocked()
	pair := create(t, s, "Lamps")
	for range 100 {
		if _, err := s.Verify(t.Context(), pair.Username, pair.Password); err != nil {
			t.Fatal(err)
		}
		if pair, _ = s.Rotate(t.Context(), pair.MerchantID, 0); pair.Username == "" {
			t.Fatal("not rotated")
		}
		*now = now.Add(trustPeriod / 4)
	}
	if kept := len(s.recent.fresh) + len(s.recent.old); kept > 10 {
		t.Errorf("%d pairs are kept after 100, of which 4 were used within half a second", kept)
	}
}

// Whether a merchant sells is read once in half a second where that will do, and
// each time where it will not; what this process changed is known at once.
func TestSellingIsKnownForAMoment(t *testing.T) {
	here, store, now := clocked()
	elsewhere := New(store, []byte("a secret of at least thirty-two bytes"), func() time.Time { return *now })
	id := create(t, here, "Lamps").MerchantID
	want := func(when string, ask func(context.Context, hpp.MerchantID) (bool, error), want bool) {
		t.Helper()
		if got, err := ask(t.Context(), id); err != nil || got != want {
			t.Errorf("%s: sells %v, %v", when, got, err)
		}
	}
	want("at first", here.SellingRecently, true)
	if err := elsewhere.Disable(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(trustPeriod - 1)
	want("disabled by another process", here.SellingRecently, true)
	*now = now.Add(1)
	want("half a second later", here.SellingRecently, false)
	if err := elsewhere.Enable(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	want("enabled by another process", here.SellingRecently, false)
	want("asked afresh", here.Selling, true)
	want("after that", here.SellingRecently, true)
	if err := here.Disable(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	want("disabled here", here.SellingRecently, false)
}
