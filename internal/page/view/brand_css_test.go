package view

import (
	"fmt"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// What is kept is what would be made now, for every part of a style by itself, and
// never more than the bound.
func TestKeptBrandStyles(t *testing.T) {
	var k brandStyles
	styles := []brandStyle{
		{},
		{theme: hpp.Theme{Accent: "#005ea5"}},
		{theme: hpp.Theme{Accent: "#005ea5", Radius: "4px"}},
		{brand: hpp.Brand{GroundColor: "#ffb000"}},
		{brand: hpp.Brand{Font: hpp.FontMono}},
		{brand: hpp.Brand{LogoGround: hpp.LogoGroundWhite}},
		{brand: hpp.Brand{LogoGround: hpp.LogoGroundWhite}, logo: true},
		{brand: hpp.Brand{GroundColor: "#102030"}, logo: true, tone: DarkLogo},
		{brand: hpp.Brand{GroundColor: "#102030"}, logo: true, tone: LightLogo},
	}
	for range 2 {
		for _, style := range styles {
			if got, want := k.css(style), style.css(); got != want {
				t.Errorf("%+v: %q, want %q", style, got, want)
			}
		}
	}
	if len(k.kept) != len(styles) {
		t.Errorf("%d styles are kept of %d", len(k.kept), len(styles))
	}
	for i := range 2 * maxBrandStyles {
		k.css(brandStyle{theme: hpp.Theme{Radius: fmt.Sprint(i % 25), Link: fmt.Sprintf("#%06x", i)}})
		if len(k.kept) > maxBrandStyles {
			t.Fatalf("%d styles are kept", len(k.kept))
		}
	}
}

func BenchmarkBrandStyle(b *testing.B) {
	style := brandStyle{theme: hpp.Theme{Accent: "#005ea5", Text: "#335577", Link: "#ffb000"}, brand: hpp.Brand{GroundColor: "#102030"}, logo: true, tone: DarkLogo}
	b.Run("made", func(b *testing.B) {
		for b.Loop() {
			style.css()
		}
	})
	b.Run("kept", func(b *testing.B) {
		var k brandStyles
		for b.Loop() {
			k.css(style)
		}
	})
}
