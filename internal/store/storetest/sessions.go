package storetest

import (
	"crypto/sha256"
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
		"versions":              versions,
		"token claimed once":    tokenClaimedOnce,
		"renewal":               renewal,
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
