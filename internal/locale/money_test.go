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
		{"de-CH", 123456, "CHF", "CHF\u00a01'234.56"},
		{"de-AT", 123456, "EUR", "€\u00a01.234,56"},
		{"nl-NL", 123456, "EUR", "€\u00a01.234,56"},
		{"fr-FR", 123456, "EUR", "1\u202f234,56\u00a0€"},
		{"fr-CA", 123456, "CAD", "1\u00a0234,56\u00a0$"},
		{"nb-NO", 123456, "NOK", "1\u00a0234,56\u00a0kr"},
		{"da-DK", 123456, "DKK", "1.234,56\u00a0kr."},
		{"fi-FI", 123456, "EUR", "1\u00a0234,56\u00a0€"},
		{"pl-PL", 123456, "PLN", "1234,56\u00a0zł"},
		{"cs-CZ", 123456, "CZK", "1\u00a0234,56\u00a0Kč"},
		{"hu-HU", 12345678, "HUF", "123\u00a0456,78\u00a0Ft"},
		{"es-MX", 123456, "MXN", "$1,234.56"},
		{"es-US", 123456, "USD", "$1,234.56"},
		{"it-IT", 123456, "EUR", "1234,56\u00a0€"},
		{"pt-PT", 123456, "EUR", "1234,56\u00a0€"},
		{"ro-RO", 123456, "RON", "1.234,56\u00a0RON"},
		{"el-GR", 123456, "EUR", "1.234,56\u00a0€"},
		{"sk-SK", 123456, "EUR", "1\u00a0234,56\u00a0€"},
		{"en-IE", 123456, "EUR", "€1,234.56"},
		{"en-AU", 123456, "AUD", "$1,234.56"},
		{"en-NZ", 123456, "NZD", "$1,234.56"},
		{"ar-GB", 33800, "GBP", "\u2068338.00\u00a0£\u2069"}, // one piece, from left to right
		{"ar-US", -4900, "USD", "\u2068-49.00\u00a0$\u2069"},
		{"ar-SE", 250000, "SEK", "\u20682,500.00\u00a0SEK\u2069"},
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

// An amount written by its layout is the one that the library writes.
func TestAmountLayout(t *testing.T) {
	for _, locale := range append(Languages(), "en-IN", "de-CH", "de-AT", "en-SE", "ar-EG", "es-MX", "fa-IR") {
		l := Match(locale)
		for _, code := range []string{"EUR", "USD", "SEK", "CHF", "JPY", "KWD", "GBP", "PLN", "RON", "CLF"} {
			for _, minor := range []int64{0, 1, 9, 10, 99, 100, 1005, 99999, 100000, 1234567, 123456789, 9876543210, math.MaxInt64, -1, -100, -123456, math.MinInt64} {
				if got, want := l.Money(minor, code), l.formatMoney(minor, code); got != want {
					t.Errorf("%s: %d %s is written %q, want %q", locale, minor, code, got, want)
				}
			}
		}
	}
}
