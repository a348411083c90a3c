package view

import (
	"regexp"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// scheme is a colour scheme of the stylesheet: its backgrounds, its text, and the end
// towards which colours are moved for contrast. The values are those of page.css; a test compares them.
type scheme struct {
	paper, card, ink, end colour
}

var (
	light = scheme{mustColour("#f4f2ec"), mustColour("#fffefb"), mustColour("#1b2420"), black}
	dark  = scheme{mustColour("#121715"), mustColour("#1b221f"), mustColour("#eef2ee"), white}
)

func mustColour(text string) colour {
	c, _ := parseColour(text)
	return c
}

// themeCSS is the custom properties of a merchant's theme, computed here.
// Colours are moved until they can be read on light and on dark
// (docs/spec/hpp.md §6).
func themeCSS(l hpp.Theme) string {
	day, night := light.properties(l), dark.properties(l)
	if day == "" {
		return ""
	}
	return ":root{" + day + "}" + inDark(":root{"+night+"}")
}

// inDark is rules of the dark scheme alone.
func inDark(rules string) string {
	return "@media screen and (prefers-color-scheme:dark){" + rules + "}"
}

func (t scheme) properties(l hpp.Theme) string {
	var css strings.Builder
	set := func(name, value string) { css.WriteString("--" + name + ":" + value + ";") }
	ink := t.ink
	if c, ok := parseColour(l.Text); ok {
		ink = c.withContrast(t.end, 1.5*textContrast, t.paper, t.card)
		set("ink", ink.String())
	}
	if c, ok := parseColour(l.Accent); ok {
		accent := c.withContrast(t.end, textContrast, t.paper, t.card)
		set("accent", accent.String())
		button := c.withContrast(t.end, controlContrast, t.paper, t.card)
		set("button", button.String())
		text := onButton(button, l.OnAccent)
		set("on-button", text.String())
		set("button-deep", hoverColour(button, text).String())
		set("tint", t.tint(accent, ink).String())
		set("link", accent.String())
	}
	if c, ok := parseColour(l.Link); ok {
		set("link", c.withContrast(t.end, textContrast, t.paper, t.card).String())
	}
	if c, ok := parseColour(l.Border); ok {
		set("edge", c.withContrast(t.end, controlContrast, t.paper, t.card).String())
	}
	if radius, ok := radiusLength(l.Radius); ok {
		set("round", radius)
	}
	return css.String()
}

// onButton is the merchant's text colour where it can be read, else the better
// of black and white: one of them always can.
func onButton(button colour, preferred string) colour {
	if c, ok := parseColour(preferred); ok && c.contrast(button) >= textContrast {
		return c
	}
	if white.contrast(button) > black.contrast(button) {
		return white
	}
	return black
}

// hoverColour is a button under a pointer: moved away from the text's colour, so that the
// text stays readable.
func hoverColour(button, text colour) colour {
	if text.luminance() > button.luminance() {
		return button.mix(black, 0.18)
	}
	return button.mix(white, 0.18)
}

// tint is a little of the accent on the card, so little that text on it can be read.
func (t scheme) tint(accent, ink colour) colour {
	for share := 0.14; share > 0.02; share -= 0.02 {
		if tint := t.card.mix(accent, share).rounded(); ink.contrast(tint) >= textContrast && accent.contrast(tint) >= controlContrast {
			return tint
		}
	}
	return t.card
}

var radiusPattern = regexp.MustCompile(`^\s*(\d{1,2})(\.\d{1,2})?(px)?\s*$`)

// radiusLength reads a corner's radius in pixels, at most 24: more would cut into
// the text of a field.
func radiusLength(text string) (string, bool) {
	parts := radiusPattern.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	whole := strings.TrimLeft(parts[1], "0")
	if len(whole) == 2 && whole > "24" {
		return "24px", true
	}
	return parts[1] + parts[2] + "px", true
}
