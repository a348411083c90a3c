package locale

import (
	"strings"
	"testing"
	"time"
)

func TestTimeIsOfTheCountry(t *testing.T) {
	at := time.Date(2026, time.March, 8, 23, 5, 59, 0, time.UTC)
	for _, test := range []struct{ locale, country, want string }{
		{"en-GB", "GB", "8 March 2026, 23:05 GMT"},
		{"en-GB", "IE", "8 March 2026, 23:05 GMT"},
		{"en-US", "US", "March 8, 2026, 19:05 EDT"},
		{"es-US", "US", "8 de marzo de 2026, 19:05 EDT"},
		{"en-CA", "CA", "8 March 2026, 19:05 EDT"},
		{"es-MX", "MX", "8 de marzo de 2026, 17:05 CST"},
		{"en-AU", "AU", "9 March 2026, 10:05 AEDT"},
		{"en-NZ", "NZ", "9 March 2026, 12:05 NZDT"},
		{"sv-SE", "SE", "9 mars 2026 kl. 00:05 CET"},
		{"de-AT", "AT", "9. März 2026, 00:05 Uhr CET"},
		{"fi-FI", "FI", "9. maaliskuuta 2026 klo 01:05 EET"},
		{"pl-PL", "PL", "9 marca 2026, 00:05 CET"},
		{"hu-HU", "HU", "2026. március 9. 00:05 CET"},
		{"pt-PT", "PT", "8 de março de 2026, 23:05 WET"},
		{"el-GR", "GR", "9 Μαρτίου 2026, 01:05 EET"},
		{"en-SE", "", "8 March 2026, 23:05 UTC"}, // nobody knows where
		{"en-JP", "JP", "8 March 2026, 23:05 UTC"},
	} {
		if got := Match(test.locale).Time(at, test.country); got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.locale, test.country, got, test.want)
		}
	}
}

// Summer time counts, and every market has a zone.
func TestEveryMarketHasAZone(t *testing.T) {
	summer := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	if got := Match("de-DE").Time(summer, "DE"); got != "1. Juli 2026, 14:00 Uhr CEST" {
		t.Errorf("%q", got)
	}
	for _, tag := range published {
		_, country, _ := strings.Cut(tag, "-")
		if zoneOf(country) == time.UTC {
			t.Errorf("%s has no time zone", country)
		}
	}
}

func TestEveryMonthHasAName(t *testing.T) {
	for _, tag := range Languages() {
		l := Match(tag)
		seen := map[string]time.Month{}
		for m := time.January; m <= time.December; m++ {
			name := l.Text(months[m-1])
			if other, ok := seen[name]; ok || name == months[m-1] {
				t.Errorf("%s: %v is called %q, as is %v", tag, m, name, other)
			}
			seen[name] = m
		}
	}
}
