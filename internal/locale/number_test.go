package locale

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		locale string
		n      int64
		want   string
	}{
		{"en-GB", 999, "999"}, {"en-GB", 1000000, "1,000,000"}, {"de-DE", 1000000, "1.000.000"}, {"sv-SE", 1000000, "1\u00a0000\u00a0000"},
		{"fr-FR", 12345, "12\u00a0345"}, {"ar-EG", 1000000, "\u20681,000,000\u2069"}, {"en-IN", 1000000, "10,00,000"}, {"ar-EG", 7, "7"},
		{"en-GB", math.MaxInt64, "9,223,372,036,854,775,807"}, {"en-GB", -1500, "-1,500"},
	} {
		if got := Match(c.locale).Number(c.n); got != c.want {
			t.Errorf("%s writes %d as %q, want %q", c.locale, c.n, got, c.want)
		}
	}
}

func TestACountIsWrittenAsANumber(t *testing.T) {
	for locale, want := range map[string]string{"en-GB": "1,000,000 items", "de-DE": "1.000.000 Artikel"} {
		if got := Match(locale).Count("summary.lines", 1000000); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
}
