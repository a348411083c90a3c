package view

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
)

// Contrasts that WCAG 2.2 AA asks for: 1.4.3 for text, 1.4.11 for the edges
// of controls.
const (
	textContrast    = 4.5
	controlContrast = 3.0
)

// colour is an sRGB colour, each part 0 to 1.
type colour struct{ r, g, b float64 }

var (
	black = colour{}
	white = colour{1, 1, 1}
)

// parseColour reads "#rrggbb".
func parseColour(text string) (colour, bool) {
	bytes, err := hex.DecodeString(strings.TrimPrefix(text, "#"))
	if err != nil || len(bytes) != 3 || len(text) != 7 {
		return colour{}, false
	}
	part := func(i int) float64 { return float64(bytes[i]) / 255 }
	return colour{part(0), part(1), part(2)}, true
}

func (c colour) String() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.r), part(c.g), part(c.b))
}

// luminance is the relative luminance of WCAG.
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the ratio of WCAG, 1 to 21.
func (c colour) contrast(other colour) float64 {
	a, b := c.luminance(), other.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// mix is c with a share, 0 to 1, of another colour.
func (c colour) mix(other colour, share float64) colour {
	mix := func(a, b float64) float64 { return a + (b-a)*share }
	return colour{mix(c.r, other.r), mix(c.g, other.g), mix(c.b, other.b)}
}

// withContrast is c, moved towards black or white only as far as the wanted
// contrast with all backgrounds needs.
func (c colour) withContrast(end colour, want float64, grounds ...colour) colour {
	const steps = 50
	for i := range steps {
		moved := c.mix(end, float64(i)/steps).rounded()
		enough := true
		for _, ground := range grounds {
			enough = enough && moved.contrast(ground) >= want
		}
		if enough {
			return moved
		}
	}
	return end
}

// rounded is the colour in steps of 1/255, as a screen shows it.
func (c colour) rounded() colour {
	whole := func(v float64) float64 { return math.Round(v*255) / 255 }
	return colour{whole(c.r), whole(c.g), whole(c.b)}
}
