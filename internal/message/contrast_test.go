package message

import (
	"encoding/hex"
	"math"
	"strings"
	"testing"
)

// luminance is WCAG's relative luminance of "#rrggbb".
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	parts, err := hex.DecodeString(strings.TrimPrefix(colour, "#"))
	if err != nil || len(parts) != 3 {
		t.Fatalf("%q is no colour", colour)
	}
	var linear [3]float64
	for i, part := range parts {
		v := float64(part) / 255
		if linear[i] = v / 12.92; v > 0.04045 {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// Every pair of text and ground that the letter uses, by day and by night
// (WCAG 1.4.3).
func TestContrast(t *testing.T) {
	for _, pair := range []struct{ name, text, ground string }{
		{"ink on card", "#1b2420", "#fffefb"}, {"soft on card", "#56605a", "#fffefb"}, {"soft on paper", "#56605a", "#f4f2ec"},
		{"link on paper", "#0d5b4a", "#f4f2ec"}, {"button", "#ffffff", "#0d5b4a"}, {"mark", "#0d5b4a", "#e6f0ea"}, {"test", "#6b4900", "#faf0d7"},
		{"ink on card, night", "#eef2ee", "#1b221f"}, {"soft on card, night", "#a9b4ad", "#1b221f"}, {"soft on paper, night", "#a9b4ad", "#121715"},
		{"link on paper, night", "#8fd6bd", "#121715"}, {"button, night", "#06261d", "#8fd6bd"}, {"mark, night", "#8fd6bd", "#1f322b"}, {"test, night", "#f0c674", "#332a17"},
	} {
		a, b := luminance(t, pair.text), luminance(t, pair.ground)
		if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
			t.Errorf("%s: %.2f", pair.name, ratio)
		}
		if !strings.Contains(mailHTML, pair.text) || !strings.Contains(mailHTML, pair.ground) {
			t.Errorf("%s: the letter has other colours", pair.name)
		}
	}
}
