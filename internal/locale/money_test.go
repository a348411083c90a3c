package locale

import (
	"math"
	"testing"
)

func TestMoney(t *testing.T) {
	for _, test := range []struct {
		locale string
		minor  int64
		code   string
		want   string
	}{
		{"sv-SE", 250000, "SEK", "2\u00a0500,00\u00a0kr"},
		{"en-SE", 250000, "SEK", "2\u00a0500,00\u00a0kr"},
		{"en-US", 123456789, "USD", "$1,234,567.89"},
		{"en-GB", 1, "GBP", "£0.01"},
		{"sv-FI", 123456, "EUR", "1\u00a0234,56\u00a0€"},
		{"de-DE", 123456, "EUR", "1.234,56\u00a0€"}, // English words, German figures
		{"en-GB", 250000, "JPY", "JP¥250,000"},
		{"sv-SE", 0, "SEK", "0,00\u00a0kr"},
		{"en-US", -4900, "USD", "-$49.00"},
		{"", 100, "EUR", "€1.00"},
		{"en-US", 250000, "XXQ", "250000\u00a0XXQ"},
		{"en-US", 250000, "", "250000\u00a0"},
		{"en-US", math.MaxInt64, "USD", "$92,233,720,368,547,758.07"},
	} {
		if got := Match(test.locale).Money(test.minor, test.code); got != test.want {
			t.Errorf("%s: %d %s is written %q, want %q", test.locale, test.minor, test.code, got, test.want)
		}
	}
}
