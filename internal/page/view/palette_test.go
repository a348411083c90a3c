package view

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openhpp/openhpp/internal/hpp"
)

// property reads a custom property out of one half of a brand stylesheet.
func property(css, name string) (colour, bool) {
	_, rest, found := strings.Cut(css, "--"+name+":")
	if !found {
		return colour{}, false
	}
	value, _, _ := strings.Cut(rest, ";")
	return parseColour(value)
}

func anyColour(t *rapid.T, name string) string {
	return rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, name)
}

// Whatever a merchant picks, text and controls stay readable in light and dark.
func TestEveryBrandIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		css := themeCSS(hpp.Theme{
			Accent: anyColour(t, "accent"), OnAccent: anyColour(t, "on accent"), Border: anyColour(t, "border"),
			Link: anyColour(t, "link"), Text: anyColour(t, "text"),
		})
		day, night, _ := strings.Cut(css, "@media")
		for half, theme := range map[string]scheme{day: light, night: dark} {
			get := func(name string) colour {
				c, ok := property(half, name)
				if !ok {
					t.Fatalf("no %s in %s", name, half)
				}
				return c
			}
			for _, want := range []struct {
				what       string
				a, b       colour
				atLeast    float64
				background string
			}{
				{"accent", get("accent"), theme.card, textContrast, "card"},
				{"accent", get("accent"), theme.paper, textContrast, "paper"},
				{"text of a button", get("on-button"), get("button"), textContrast, "button"},
				{"button", get("button"), theme.card, controlContrast, "card"},
				{"text of a button under a pointer", get("on-button"), get("button-deep"), textContrast, "button-deep"},
				{"link", get("link"), theme.card, textContrast, "card"},
				{"edge", get("edge"), theme.card, controlContrast, "card"},
				{"ink", get("ink"), theme.card, textContrast, "card"},
				{"ink", get("ink"), get("tint"), textContrast, "tint"},
				{"selected radio", get("accent"), get("tint"), controlContrast, "tint"},
			} {
				if got := want.a.contrast(want.b); got < want.atLeast {
					t.Errorf("%s on %s: %.2f, want %.1f: %s", want.what, want.background, got, want.atLeast, half)
				}
			}
		}
	})
}

// The themes are written twice: in the stylesheet and here.
func TestThemesAreThoseOfTheStylesheet(t *testing.T) {
	sheet, err := os.ReadFile("../assets/src/style/root.css")
	if err != nil {
		t.Fatal(err)
	}
	halves := strings.SplitN(string(sheet), "@media screen and (prefers-color-scheme: dark)", 2)
	for i, theme := range []scheme{light, dark} {
		for name, want := range map[string]colour{"paper": theme.paper, "card": theme.card, "ink": theme.ink} {
			found := regexp.MustCompile(`--` + name + `: (#[0-9a-f]{6})`).FindStringSubmatch(halves[i])
			if found == nil || found[1] != want.String() {
				t.Errorf("theme %d: %s is %v in the stylesheet, %s here", i, name, found, want)
			}
		}
	}
}

func TestColoursKnownToStandOut(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#ff0000", "#ffffff", 4.0}} {
		if got := mustColour(test.a).contrast(mustColour(test.b)); got < test.want-0.01 || got > test.want+0.01 {
			t.Errorf("%s on %s: %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

func TestAReadableColourIsKept(t *testing.T) {
	if css := themeCSS(hpp.Theme{Accent: "#005ea5"}); !strings.HasPrefix(css, ":root{--accent:#005ea5;") {
		t.Errorf("changed without need: %s", css)
	}
}

func TestABrandIsOnlyWhatWeComputed(t *testing.T) {
	for _, look := range []hpp.Theme{
		{}, {Accent: "red"}, {Accent: "#12345"}, {Accent: "#1234567"}, {Accent: "}</style><script>"}, {Radius: "1em"},
		{Radius: "5px;background:url(//x)"}, {Radius: "-5px"}, {Radius: "calc(1px)"}, {Accent: "#ＡＡＡＡＡＡ"},
	} {
		if css := themeCSS(look); css != "" {
			t.Errorf("%+v gives %s", look, css)
		}
	}
}

func TestRadius(t *testing.T) {
	for text, want := range map[string]string{"5px": "5px", "5": "5px", "0": "0px", "0px": "0px", "2.5px": "2.5px", "99px": "24px", " 8px ": "8px"} {
		if got, ok := radiusLength(text); !ok || got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
