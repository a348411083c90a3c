package hpp_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A brand is stored in its canonical form, whatever case it came in.
func TestBrandAsSaid(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(func(c *hpp.SessionRequest) {
		c.Brand = hpp.RequestedBrand{
			GroundColor: "#12324A", AccentColor: "#C2185b", Font: "serif", Corners: "016", ColorScheme: "dark", LogoGround: "none", ShopName: "hide",
		}
		c.Support = hpp.Support{URL: "https://shop.test/help", Email: "help@shop.test", Phone: "+46 8 123 456 78", Terms: "https://shop.test/terms"}
	})
	want := hpp.Brand{
		GroundColor: "#12324a", AccentColor: "#c2185b", Font: hpp.FontSerif, Corners: "16", ColorScheme: hpp.SchemeDark,
		LogoGround: hpp.LogoGroundNone, HideShopName: true,
	}
	if diff := cmp.Diff(want, s.Options.Brand); diff != "" {
		t.Errorf("brand (-want +got):\n%s", diff)
	}
	if want := (hpp.Support{URL: "https://shop.test/help", Email: "help@shop.test", Phone: "+46812345678", Terms: "https://shop.test/terms"}); s.Options.Support != want {
		t.Errorf("support %+v", s.Options.Support)
	}
}

func TestNoBrandSaid(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(func(*hpp.SessionRequest) {})
	if s.Options.Brand != (hpp.Brand{}) || s.Options.Support != (hpp.Support{}) || !s.Options.Support.IsZero() {
		t.Errorf("%+v", s.Options)
	}
}

// Every fault is named at once, with what would be right.
func TestBrandThatIsNone(t *testing.T) {
	requested := hpp.RequestedOptions{
		Brand: hpp.RequestedBrand{
			GroundColor: "#fff", AccentColor: "red;}", Font: "COMIC", Corners: "25", ColorScheme: "NIGHT", LogoGround: "BLACK", ShopName: "MAYBE",
		},
		Support: hpp.Support{URL: "http://shop.test/", Email: "nobody", Phone: "123", Terms: "javascript:alert(1)"},
	}
	want := map[string]string{
		"options.ground_color":   "#0d5b4a",
		"options.accent_color":   "#0d5b4a",
		"options.font":           "SANS, HUMANIST, GEOMETRIC, ROUNDED, SERIF, SLAB, MONO",
		"options.corners":        "SQUARE, SOFT, ROUND or 0 to 24 pixels",
		"options.color_scheme":   "AUTO, LIGHT, DARK",
		"options.logo_ground":    "AUTO, NONE, WHITE",
		"options.show_shop_name": "SHOW, HIDE",
		"options.support_url":    "https address",
		"options.support_email":  "address",
		"options.support_phone":  "must begin with +",
		"options.terms_url":      "must",
	}
	w := newWorld(t)
	c := creation()
	c.RequestedOptions = requested
	_, inSession := w.Create(t.Context(), w.merchant, c, hpp.IdempotencyKey{})
	_, _, inProfile := w.PutProfile(t.Context(), w.merchant, "brand", hpp.ProfileInput{Options: requested})
	for where, err := range map[string]error{"session": inSession, "profile": inProfile} {
		fault, ok := errors.AsType[*hpp.Error](err)
		if !ok || len(fault.Fields) != len(want) {
			t.Fatalf("%s: %v", where, err)
		}
		for field, right := range want {
			at := slices.Index(fault.Fields, field)
			if at < 0 || !strings.Contains(fault.Messages[at], right) {
				t.Errorf("%s: %s does not say %q: %v", where, field, right, fault.Messages)
			}
		}
	}
}

// A profile's brand holds member by member where the session says nothing.
func TestBrandOfAProfile(t *testing.T) {
	w := newWorld(t)
	p, _, err := w.PutProfile(t.Context(), w.merchant, "brand", hpp.ProfileInput{Options: hpp.RequestedOptions{
		Brand:   hpp.RequestedBrand{GroundColor: "#12324A", Font: "rounded", ShopName: "hide"},
		Support: hpp.Support{Email: "help@shop.test", Phone: "+46 8 123 456 78"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (hpp.RequestedBrand{GroundColor: "#12324a", Font: "ROUNDED", ShopName: "HIDE"}); p.Options.Brand != want || p.Options.Support.Phone != "+46812345678" {
		t.Errorf("the profile is kept as %+v", p.Options)
	}
	s, _ := w.make(func(c *hpp.SessionRequest) {
		c.ProfileID, c.Brand.Font, c.Brand.ShopName, c.Support.URL = "brand", "mono", "show", "https://shop.test/help"
	})
	if want := (hpp.Brand{GroundColor: "#12324a", Font: hpp.FontMono}); s.Options.Brand != want {
		t.Errorf("brand %+v", s.Options.Brand)
	}
	if want := (hpp.Support{URL: "https://shop.test/help", Email: "help@shop.test", Phone: "+46812345678"}); s.Options.Support != want {
		t.Errorf("support %+v", s.Options.Support)
	}
}
