package view

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func brandOf(theme hpp.Theme, brand hpp.Brand) Screen {
	v := hpp.PageView{Session: hpp.Session{Shop: "Lamps", Theme: theme, Options: hpp.Options{Brand: brand}}, Purchase: hpp.Purchase{Locale: "en-GB"}}
	return ForPay(v, Site{Images: Images{Logo: Image{Name: "l.png", Width: 10, Height: 10}}})
}

// What the brand says comes before what the provider was given.
func TestBrandBeforeTheme(t *testing.T) {
	theme := hpp.Theme{Accent: "#ffb000", OnAccent: "#000000", Radius: "4px", Link: "#005ea5"}
	if css := brandOf(theme, hpp.Brand{}).Brand; !strings.Contains(css, "--round:4px;") || !strings.Contains(css, "--button:#") {
		t.Errorf("the theme alone: %s", css)
	}
	css := brandOf(theme, hpp.Brand{AccentColor: "#005ea5", Corners: hpp.CornersSquare, Font: hpp.FontMono}).Brand
	for _, want := range []string{"--accent:#005ea5;", "--link:#005ea5;", "--on-button:#ffffff;", "--round:0px;", "body{font-family:ui-monospace,"} {
		if !strings.Contains(css, want) {
			t.Errorf("no %s in %s", want, css)
		}
	}
	for corners, want := range map[hpp.Corners]string{hpp.CornersSoft: "12px", hpp.CornersRound: "24px", "7": "7px"} {
		if css := brandOf(theme, hpp.Brand{Corners: corners}).Brand; !strings.Contains(css, "--round:"+want+";") {
			t.Errorf("%s: %s", corners, css)
		}
	}
}

// Every font that the core takes is one here, but for our own.
func TestEveryFontIsKnown(t *testing.T) {
	for _, font := range []hpp.Font{hpp.FontHumanist, hpp.FontGeometric, hpp.FontRounded, hpp.FontSerif, hpp.FontSlab, hpp.FontMono} {
		if css := brandOf(hpp.Theme{}, hpp.Brand{Font: font}).Brand; !strings.HasPrefix(css, "body{font-family:") {
			t.Errorf("%s: %q", font, css)
		}
	}
	if css := brandOf(hpp.Theme{}, hpp.Brand{Font: hpp.FontSans}).Brand; css != "" {
		t.Errorf("our own: %s", css)
	}
}

// A name is hidden only behind a logo that is there, which then says it.
func TestLogoAsTheName(t *testing.T) {
	s := brandOf(hpp.Theme{}, hpp.Brand{HideShopName: true})
	if !s.Shop.NameHidden || s.Shop.Alt() != "Lamps" {
		t.Errorf("%+v", s.Shop)
	}
	if s = brandOf(hpp.Theme{}, hpp.Brand{}); s.Shop.NameHidden || s.Shop.Alt() != "" {
		t.Errorf("%+v", s.Shop)
	}
	v := hpp.PageView{Session: hpp.Session{Shop: "Lamps", Options: hpp.Options{Brand: hpp.Brand{HideShopName: true}}}}
	if s = ForPay(v, Site{}); s.Shop.NameHidden {
		t.Error("a name is hidden behind no logo")
	}
}

func TestSchemeOfABrand(t *testing.T) {
	for scheme, want := range map[hpp.ColorScheme]string{"": "", hpp.SchemeAuto: "", hpp.SchemeLight: "light", hpp.SchemeDark: "dark"} {
		if got := brandOf(hpp.Theme{}, hpp.Brand{ColorScheme: scheme}).Scheme; got != want {
			t.Errorf("%q: %q", scheme, got)
		}
	}
}
