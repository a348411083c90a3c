package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Profiles checks a store of merchants' defaults.
func (s Suite) Profiles(t *testing.T) {
	open := func(t *testing.T) hpp.ProfileStore { return s.open(t).Profiles() }
	t.Helper()
	store := open(t)
	till := hpp.Profile{
		ID: "till-1", Merchant: "m1", Name: "Till 1", Options: hpp.RequestedOptions{PageTitle: "Thanks", Fallback: new(false), Categories: []string{"PAY_NOW"},
			Brand: hpp.RequestedBrand{GroundColor: "#12324a", Corners: "8"}, Support: hpp.Support{Email: "help@shop.test"}},
		Channels: []hpp.TillChannel{hpp.TillQR, hpp.TillSMS}, TillMode: hpp.SellerMode, Locale: "sv-SE",
		Origins: []string{"https://till.example"}, AppSchemes: []string{"myapp"}, UpdatedAt: epoch,
	}
	foreign := till
	foreign.Merchant, foreign.Name = "m2", "Another shop's"
	second := hpp.Profile{ID: "a", Merchant: "m1", TillMode: hpp.SelfCheckoutMode, UpdatedAt: epoch}
	put := func(p hpp.Profile, most int64) (bool, error) {
		t.Helper()
		return store.PutProfile(t.Context(), p, most)
	}
	for _, p := range []hpp.Profile{till, foreign, second} {
		if created, err := put(p, 2); err != nil || !created {
			t.Fatalf("%s: created %v, %v", p.ID, created, err)
		}
	}
	till.Name, till.Origins, till.UpdatedAt = "Till one", nil, epoch.Add(time.Hour)
	if created, err := put(till, 2); err != nil || created {
		t.Errorf("replaced: created %v, %v", created, err)
	}
	if _, err := put(hpp.Profile{ID: "c", Merchant: "m1"}, 2); !errors.Is(err, hpp.ErrTooManyProfiles) {
		t.Errorf("one too many: %v", err)
	}

	all, err := store.ListProfiles(t.Context(), "m1")
	if diff := cmp.Diff([]hpp.Profile{second, till}, all); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	got, err := store.Profile(t.Context(), "m2", "till-1")
	if diff := cmp.Diff(foreign, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := store.Profile(t.Context(), "m2", "a"); !errors.Is(err, hpp.ErrNoProfile) {
		t.Errorf("another tenant's: %v", err)
	}
	if err := store.DeleteProfile(t.Context(), "m2", "a"); !errors.Is(err, hpp.ErrNoProfile) {
		t.Errorf("another tenant's deleted: %v", err)
	}
	if err := store.DeleteProfile(t.Context(), "m1", "a"); err != nil {
		t.Error(err)
	}
	if err := store.DeleteProfile(t.Context(), "m1", "a"); !errors.Is(err, hpp.ErrNoProfile) {
		t.Errorf("deleted twice: %v", err)
	}
}
