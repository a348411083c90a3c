package view

import (
	"cmp"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// fonts are typefaces that systems have, for every font of a brand: none is
// loaded. Scripts that a family lacks are written in the system's own.
var fonts = map[hpp.Font]string{
	hpp.FontHumanist:  `Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",sans-serif`,
	hpp.FontGeometric: `Avenir,Montserrat,Corbel,"URW Gothic",sans-serif`,
	hpp.FontRounded:   `ui-rounded,"Hiragino Maru Gothic ProN",Quicksand,Comfortaa,"Arial Rounded MT Bold",Calibri,sans-serif`,
	hpp.FontSerif:     `ui-serif,"Iowan Old Style","Palatino Linotype","URW Palladio L",Georgia,"Noto Serif","DejaVu Serif",serif`,
	hpp.FontSlab:      `Rockwell,"Rockwell Nova","Roboto Slab","Sitka Small","DejaVu Serif",serif`,
	hpp.FontMono:      `ui-monospace,"Cascadia Code",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace`,
}

// corners are the radii of the words for them.
var corners = map[hpp.Corners]string{hpp.CornersSquare: "0", hpp.CornersSoft: "12", hpp.CornersRound: "24"}

// themeOf is the theme that the provider was given, with what the brand says in
// its place.
func themeOf(s hpp.Session) hpp.Theme {
	theme, brand := s.Theme, s.Options.Brand
	if brand.AccentColor != "" {
		theme.Accent, theme.OnAccent = brand.AccentColor, ""
	}
	if brand.Corners != "" {
		theme.Radius = cmp.Or(corners[brand.Corners], string(brand.Corners))
	}
	return theme
}

// applyBrand gives a screen the merchant's look. Screens at a till have no
// ground: they are read from a distance, in any light.
func (t builder) applyBrand(s *Screen, ground bool) {
	brand := t.page.Session.Options.Brand
	switch brand.ColorScheme {
	case hpp.SchemeLight, hpp.SchemeDark:
		s.Scheme = strings.ToLower(string(brand.ColorScheme))
	}
	s.Shop.Logo = newLogo(t.site)
	s.Shop.NameHidden = brand.HideShopName && s.Shop.Logo != nil
	brand.ColorScheme = ""
	if !ground {
		brand.GroundColor = ""
	}
	s.Brand = keptBrandStyles.css(brandStyle{
		theme: themeOf(t.page.Session), brand: brand, logo: s.Shop.Logo != nil, tone: t.site.Images.Logo.Tone,
	})
}
