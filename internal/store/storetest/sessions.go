package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// session is a plausible new session with the given id.
func session(id string) hpp.Session {
	return hpp.Session{
		ID: hpp.SessionID(id), Merchant: "m1", Shop: "Lamps & Co",
		Payment:  hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "kp-" + id},
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, Lines: []hpp.Line{{Name: "Lampa", Quantity: 1, Total: 12500}}},
		Channel:  hpp.Ecommerce, Options: hpp.Options{PlaceOrderMode: hpp.PlaceNone, PurchaseType: hpp.Buy},
		Status: hpp.Waiting, Seed: []byte(id), CreatedAt: epoch, UpdatedAt: epoch, ExpiresAt: epoch.Add(47 * time.Hour),
	}
}

func hash(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:16]
}

// Sessions checks a store of sessions.
func (s Suite) Sessions(t *testing.T) {
	open := func(t *testing.T) hpp.Store { return s.open(t).Sessions }
	for name, check := range map[string]func(*testing.T, hpp.Store){
		"insert and read":       insertAndRead,
		"tenants are apart":     tenantsApart,
		"unknown":               unknownSession,
		"link hash is unique":   linkUnique,
		"update saves all":      updateSavesAll,
		"failed update":         failedUpdate,
		"updates do not race":   updatesDoNotRace,
		"on payment":            onPayment,
		"by reference":          byReference,
		"versions":              versions,
		"token claimed once":    tokenClaimedOnce,
		"claim":                 claims,
		"claim at once":         claimsAtOnce,
		"claim outlives a week": claimEnds,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

func insert(t *testing.T, store hpp.Store, s hpp.Session) hpp.Session {
	t.Helper()
	stored, err := store.Insert(t.Context(), s, hash(string(s.ID)), nil, hpp.IdempotencyKey{})
	if err != nil {
		t.Fatalf("insert %s: %v", s.ID, err)
	}
	return stored
}

func insertAndRead(t *testing.T, store hpp.Store) {
	want := insert(t, store, session("a"))
	if want.Version != 1 {
		t.Errorf("version = %d, want 1", want.Version)
	}
	for name, read := range map[string]func() (hpp.Session, error){
		"Session": func() (hpp.Session, error) { return store.FindForMerchant(t.Context(), "m1", "a") },
		"Find":    func() (hpp.Session, error) { return store.Find(t.Context(), "a") },
		"ByLink":  func() (hpp.Session, error) { return store.FindByLink(t.Context(), hash("a")) },
	} {
		got, err := read()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

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

func updateSavesAll(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	event := hpp.Event{ID: "e1", Seq: 1, Status: hpp.InProgress, At: epoch.Add(time.Second), Detail: "why"}
	saved, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status, s.EventCount = hpp.InProgress, 1
		return hpp.Change{Events: []hpp.Event{event}, Jobs: []hpp.Job{
			{ID: "e1", Kind: hpp.JobCallback, Seq: 1, Due: epoch, Payload: []byte("body")},
			{ID: "r1", Kind: hpp.JobReconcile, Due: epoch},
		}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved, got); diff != "" {
		t.Errorf("saved and read differ:\n%s", diff)
	}
	if got.Version != 2 || got.Status != hpp.InProgress {
		t.Errorf("version %d status %s", got.Version, got.Status)
	}
	events, err := store.ListEvents(t.Context(), "m1", "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]hpp.Event{event}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func failedUpdate(t *testing.T, store hpp.Store) {
	want := insert(t, store, session("a"))
	refusal := errors.New("no")
	loaded, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status = hpp.Disabled
		return hpp.Change{}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("error %v, want the change's own", err)
	}
	if diff := cmp.Diff(want, loaded); diff != "" {
		t.Errorf("answered session is not the loaded one:\n%s", diff)
	}
	// A job that breaks a constraint must take the whole change with it.
	twice := []hpp.Job{{ID: "j", Kind: hpp.JobExpire, Due: epoch}, {ID: "j", Kind: hpp.JobExpire, Due: epoch}}
	if _, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status = hpp.Disabled
		return hpp.Change{Jobs: twice}, nil
	}); err == nil {
		t.Error("a repeated job id was stored")
	}
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a failed update left traces:\n%s", diff)
	}
}

func updatesDoNotRace(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	const writers, rounds = 8, 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range rounds {
				_, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
					s.AttemptCount++
					s.EventCount++
					return hpp.Change{Events: []hpp.Event{{ID: fmt.Sprint(s.EventCount), Seq: s.EventCount, Status: s.Status, At: epoch}}}, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if got.AttemptCount != writers*rounds || got.Version != writers*rounds+1 {
		t.Errorf("tries %d, version %d after %d updates", got.AttemptCount, got.Version, writers*rounds)
	}
	events, err := store.ListEvents(t.Context(), "m1", "a")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has sequence %d", i, e.Seq)
		}
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

// A reference is a tenant's own: the newest session comes first, and a save may
// change it.
func byReference(t *testing.T, store hpp.Store) {
	for i, id := range []string{"a", "b", "c"} {
		s := session(id)
		s.Reference, s.CreatedAt = "quoted", s.CreatedAt.Add(time.Duration(i)*time.Second)
		insert(t, store, s)
	}
	other := session("d")
	other.Reference, other.Merchant = "quoted", "m2"
	insert(t, store, other)
	insert(t, store, session("e"))
	found := func(merchant hpp.MerchantID, reference string, most int) (ids []hpp.SessionID) {
		t.Helper()
		all, err := store.ListByReference(t.Context(), merchant, reference, most)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			ids = append(ids, s.ID)
		}
		return ids
	}
	if _, err := store.Update(t.Context(), "b", func(s *hpp.Session) (hpp.Change, error) {
		s.Reference = "other"
		return hpp.Change{}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		merchant  hpp.MerchantID
		reference string
		most      int
		want      []hpp.SessionID
	}{
		{"m1", "quoted", 9, []hpp.SessionID{"c", "a"}}, {"m1", "quoted", 1, []hpp.SessionID{"c"}}, {"m1", "other", 9, []hpp.SessionID{"b"}},
		{"m2", "quoted", 9, []hpp.SessionID{"d"}}, {"m1", "", 9, nil}, {"m1", "nul\x00", 9, nil}, {"m3", "quoted", 9, nil},
	} {
		if diff := cmp.Diff(c.want, found(c.merchant, c.reference, c.most)); diff != "" {
			t.Errorf("%s, %q (-want +got):\n%s", c.merchant, c.reference, diff)
		}
	}
}
