package locale

import "testing"

func TestPercent(t *testing.T) {
	for _, test := range []struct {
		locale     string
		hundredths int
		want       string
	}{
		{"en-GB", 1990, "19.9%"}, {"en-US", 5, "0.05%"}, {"de-DE", 1299, "12,99\u00a0%"}, {"fr-FR", 2000, "20\u00a0%"}, {"ar-SE", 990, "\u20689.9%\u2069"},
	} {
		if got := Match(test.locale).Percent(test.hundredths); got != test.want {
			t.Errorf("%s: %q, want %q", test.locale, got, test.want)
		}
	}
}
