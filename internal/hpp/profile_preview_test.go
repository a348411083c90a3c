package hpp_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestPreviewOfAProfile(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.PutProfile(t.Context(), w.merchant, "brand", hpp.ProfileInput{Locale: "sv-SE", Options: hpp.RequestedOptions{
		Brand:    hpp.RequestedBrand{GroundColor: "#12324A", Font: "serif", ColorScheme: "light"},
		Support:  hpp.Support{Email: "help@shop.test", Phone: "+46 8 123 456 78"},
		Category: "pay_later",
	}}); err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]hpp.ColorScheme{"": hpp.SchemeLight, "dark": hpp.SchemeDark, "AUTO": hpp.SchemeAuto} {
		p, err := w.PreviewProfile(t.Context(), w.merchant, "brand", asked)
		if err != nil {
			t.Fatal(err)
		}
		if p.Shop != "Lamps & Co" || p.Locale != "sv-SE" || p.Options.Brand != (hpp.Brand{GroundColor: "#12324a", Font: hpp.FontSerif, ColorScheme: want}) {
			t.Errorf("%q: %+v", asked, p)
		}
		if p.Options.Support != (hpp.Support{Email: "help@shop.test", Phone: "+46812345678"}) || !slices.Equal(p.Options.Categories, []hpp.Category{hpp.PayLater}) {
			t.Errorf("%q: %+v", asked, p.Options)
		}
	}
	if _, err := w.PreviewProfile(t.Context(), hpp.Authenticated("m2", "Another"), "brand", ""); !errors.Is(err, hpp.ErrNoProfile) {
		t.Errorf("another merchant's: %v", err)
	}
	_, err := w.PreviewProfile(t.Context(), w.merchant, "brand", "night")
	if fault, ok := errors.AsType[*hpp.Error](err); !ok || !slices.Equal(fault.Fields, []string{"color_scheme"}) {
		t.Errorf("no scheme: %v", err)
	}
}
