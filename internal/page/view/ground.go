package view

import "github.com/openhpp/openhpp/internal/hpp"

// onGround are the parts of a screen that stand on the merchant's ground.
const onGround = ".summary,.split>.phone,.sheet>.shop,.sheet~.foot"

// nightLuminance is the most that a ground has in the dark scheme: more would
// glare.
const nightLuminance = 0.06

// groundCSS makes a colour the ground of what is bought, with all that stands on
// it readable. It is for screens alone: paper is white.
func groundCSS(color string) string {
	ground, ok := parseColour(color)
	if !ok {
		return ""
	}
	return "@media screen{" + groundRules(ground) + "}" + inDark(groundRules(nightGround(ground)))
}

// nightGround is a ground in the dark scheme: itself where it is dark enough,
// else darkened.
func nightGround(ground colour) colour {
	for share := 0.0; share < 1; share += 0.04 {
		if moved := ground.mix(black, share).rounded(); moved.luminance() <= nightLuminance {
			return moved
		}
	}
	return black
}

func groundRules(ground colour) string {
	ink := inkOn(ground)
	soft := softOn(ground, ink)
	set := func(name string, c colour) string { return "--" + name + ":" + c.String() + ";" }
	return ":root{" + set("ground", ground) + "}" + onGround + "{" +
		set("paper", ground) + set("ink", ink) + set("soft", soft) + set("link", ink) + set("accent", ink) +
		set("line", ground.mix(ink, 0.2)) + set("edge", ground.withContrast(ink, controlContrast, ground)) +
		set("tint", ground.mix(ink, 0.06)) + "color:" + ink.String() + "}"
}

// inkOn is the better of our two inks, and pure black or white where a middling
// ground asks for it.
func inkOn(ground colour) colour {
	for _, pair := range [][2]colour{{light.ink, white}, {black, white}} {
		ink := pair[0]
		if pair[1].contrast(ground) > ink.contrast(ground) {
			ink = pair[1]
		}
		if ink.contrast(ground) >= textContrast {
			return ink
		}
	}
	return black
}

// softOn is the ink with as much of the ground as text may have.
func softOn(ground, ink colour) colour {
	for share := 0.35; share > 0; share -= 0.05 {
		if soft := ink.mix(ground, share).rounded(); soft.contrast(ground) >= textContrast {
			return soft
		}
	}
	return ink
}

// LogoTone is what a logo is drawn in, where it is seen on one kind of ground only.
type LogoTone string

// The tones of a logo without a ground of its own.
const (
	DarkLogo  LogoTone = "dark"
	LightLogo LogoTone = "light"
)

// plateCSS puts a plate behind a logo where the brand asks for one, or where the
// logo could not be seen without it: a dark drawing on a dark ground, a light one
// on a light ground.
func plateCSS(brand hpp.Brand, tone LogoTone) string {
	const white, black = ".logo{padding:.25rem .5rem;background:#fff}", ".logo{padding:.25rem .5rem;background:#1b2420}"
	switch brand.LogoGround {
	case hpp.LogoGroundWhite:
		return white
	case hpp.LogoGroundNone:
		return ""
	}
	day, night := light.paper, dark.paper
	if ground, ok := parseColour(brand.GroundColor); ok {
		day, night = ground, nightGround(ground)
	}
	plate := func(ground colour) string {
		switch ink := inkOn(ground); {
		case tone == DarkLogo && ink.luminance() > 0.5:
			return white
		case tone == LightLogo && ink.luminance() < 0.5:
			return black
		}
		return ".logo{padding:0;background:none}"
	}
	if inDay, inNight := plate(day), plate(night); tone != "" {
		return inDay + inDark(inNight)
	}
	return ""
}
