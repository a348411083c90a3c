package view

import (
	"regexp"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// theme is what the stylesheet paints on, and which way colours move to stand
// out from it. The values are those of page.css; a test compares them.
type theme struct {
	paper, card, ink, end colour
}

var (
	light = theme{hexed("#f4f2ec"), hexed("#fffefb"), hexed("#1b2420"), black}
	dark  = theme{hexed("#121715"), hexed("#1b221f"), hexed("#eef2ee"), white}
)

func hexed(text string) colour {
	c, _ := parseColour(text)
	return c
}

// brand is the stylesheet of a merchant's look: custom properties only, every
// one computed here. Colours are moved until they can be read, on light and on
// dark (hpp.md §6).
func brand(l hpp.Theme) string {
	day, night := light.properties(l), dark.properties(l)
	if day == "" {
		return ""
	}
	return ":root{" + day + "}@media screen and (prefers-color-scheme:dark){:root{" + night + "}}"
}

func (t theme) properties(l hpp.Theme) string {
	var css strings.Builder
	set := func(name, value string) { css.WriteString("--" + name + ":" + value + ";") }
	ink := t.ink
	if c, ok := parseColour(l.Text); ok {
		ink = c.readable(t.end, 1.5*textContrast, t.paper, t.card)
		set("ink", ink.String())
	}
	if c, ok := parseColour(l.Accent); ok {
		accent := c.readable(t.end, textContrast, t.paper, t.card)
		set("accent", accent.String())
		button := c.readable(t.end, controlContrast, t.paper, t.card)
		set("button", button.String())
		text := onButton(button, l.OnAccent)
		set("on-button", text.String())
		set("button-deep", deep(button, text).String())
		set("tint", t.tint(accent, ink).String())
		set("link", accent.String())
	}
	if c, ok := parseColour(l.Link); ok {
		set("link", c.readable(t.end, textContrast, t.paper, t.card).String())
	}
	if c, ok := parseColour(l.Border); ok {
		set("edge", c.readable(t.end, controlContrast, t.paper, t.card).String())
	}
	if radius, ok := length(l.Radius); ok {
		set("round", radius)
	}
	return css.String()
}

// onButton is the merchant's text colour where it can be read, else the better
// of black and white: one of them always can.
func onButton(button colour, wished string) colour {
	if c, ok := parseColour(wished); ok && c.contrast(button) >= textContrast {
		return c
	}
	if white.contrast(button) > black.contrast(button) {
		return white
	}
	return black
}

// deep is a button under a pointer: away from its text, so that it stays
// readable.
func deep(button, text colour) colour {
	if text.luminance() > button.luminance() {
		return button.mixed(black, 0.18)
	}
	return button.mixed(white, 0.18)
}

// tint is a breath of the accent on the card, faint enough for text.
func (t theme) tint(accent, ink colour) colour {
	for share := 0.14; share > 0.02; share -= 0.02 {
		if tint := t.card.mixed(accent, share).rounded(); ink.contrast(tint) >= textContrast && accent.contrast(tint) >= controlContrast {
			return tint
		}
	}
	return t.card
}

var radius = regexp.MustCompile(`^\s*(\d{1,2})(\.\d{1,2})?(px)?\s*$`)

// length reads a corner's radius in pixels, at most 24: more would cut into
// the text of a field.
func length(text string) (string, bool) {
	parts := radius.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	whole := strings.TrimLeft(parts[1], "0")
	if len(whole) == 2 && whole > "24" {
		return "24px", true
	}
	return parts[1] + parts[2] + "px", true
}
