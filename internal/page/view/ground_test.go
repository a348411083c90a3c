package view

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Whatever ground a merchant picks, what stands on it can be read, in light and
// in dark.
func TestEveryGroundIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		picked := anyColour(t, "ground")
		day, night, found := strings.Cut(groundCSS(picked), "prefers-color-scheme")
		if !found {
			t.Fatalf("no dark rules for %s", picked)
		}
		if got, _ := property(day, "ground"); got.String() != picked {
			t.Errorf("in light %s became %s", picked, got)
		}
		if got, _ := property(night, "ground"); got.luminance() > nightLuminance {
			t.Errorf("in the dark %s glares: %.2f", got, got.luminance())
		}
		for _, half := range []string{day, night} {
			ground, _ := property(half, "ground")
			for name, least := range map[string]float64{"ink": textContrast, "soft": textContrast, "link": textContrast, "accent": textContrast, "edge": controlContrast} {
				if c, ok := property(half, name); !ok || c.contrast(ground) < least {
					t.Errorf("%s %s on %s: %.2f, want %.1f", name, c, ground, c.contrast(ground), least)
				}
			}
		}
	})
}

func TestNoGround(t *testing.T) {
	for _, raw := range []string{"", "red", "#fff", "#12324a}</style>"} {
		if css := groundCSS(raw); css != "" {
			t.Errorf("%q gives %s", raw, css)
		}
	}
}

// A plate stands behind a logo only where it could not be seen.
func TestPlateOfALogo(t *testing.T) {
	const none, white, black = ".logo{padding:0;background:none}", ".logo{padding:.25rem .5rem;background:#fff}", ".logo{padding:.25rem .5rem;background:#1b2420}"
	for name, c := range map[string]struct {
		brand hpp.Brand
		tone  LogoTone
		want  string
	}{
		"a logo with a ground of its own": {hpp.Brand{}, "", ""},
		"dark":                            {hpp.Brand{}, DarkLogo, none + inDark(white)},
		"light":                           {hpp.Brand{}, LightLogo, black + inDark(none)},
		"dark, on a dark ground":          {hpp.Brand{GroundColor: "#12324a"}, DarkLogo, white + inDark(white)},
		"light, on a dark ground":         {hpp.Brand{GroundColor: "#12324a"}, LightLogo, none + inDark(none)},
		"dark, on a light ground":         {hpp.Brand{GroundColor: "#ffe4a0"}, DarkLogo, none + inDark(white)},
		"always":                          {hpp.Brand{LogoGround: hpp.LogoGroundWhite}, LightLogo, white},
		"never":                           {hpp.Brand{LogoGround: hpp.LogoGroundNone}, DarkLogo, ""},
	} {
		if got := plateCSS(c.brand, c.tone); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
