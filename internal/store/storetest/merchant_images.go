package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/merchantimage"
)

// MerchantImages checks a store of merchants' images.
func (s Suite) MerchantImages(t *testing.T) {
	open := func(t *testing.T) merchantimage.Store { return s.open(t).MerchantImages() }
	t.Helper()
	store := open(t)
	made := merchantimage.Image{Name: "a.png", Kind: "image/png", Width: 30, Height: 20, Bytes: []byte("png")}
	good := merchantimage.Source{Key: "k1", Image: "a.png", Width: 30, Height: 20, FetchedAt: epoch}
	bad := merchantimage.Source{Key: "k2", FetchedAt: epoch}
	for _, s := range []merchantimage.Source{good, bad} {
		if err := store.Save(t.Context(), s, made); err != nil {
			t.Fatal(err)
		}
	}
	expectSources(t, store, map[string]merchantimage.Source{"k1": good, "k2": bad})

	// The same content again, and a source that shows nothing any more.
	bad.Image, bad.Width, bad.Height = good.Image, good.Width, good.Height
	good.Image, good.Width, good.Height = "", 0, 0
	good.FetchedAt = epoch.Add(time.Hour)
	for _, s := range []merchantimage.Source{bad, good} {
		if err := store.Save(t.Context(), s, made); err != nil {
			t.Fatal(err)
		}
	}
	expectSources(t, store, map[string]merchantimage.Source{"k1": good, "k2": bad})

	got, err := store.Image(t.Context(), "a.png")
	if diff := cmp.Diff(made, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := store.Image(t.Context(), "b.png"); !errors.Is(err, merchantimage.ErrUnknown) {
		t.Errorf("a name that was never kept: %v", err)
	}
}

func expectSources(t *testing.T, store merchantimage.Store, want map[string]merchantimage.Source) {
	t.Helper()
	got, err := store.Sources(t.Context(), []string{"k1", "k2", "k3"})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}
