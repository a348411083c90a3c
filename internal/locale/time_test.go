package locale

import (
	"testing"
	"time"
)

func TestTime(t *testing.T) {
	stockholm := time.FixedZone("CET", 3600)
	at := time.Date(2026, time.March, 9, 0, 5, 59, 0, stockholm)
	for locale, want := range map[string]string{
		"en-GB": "8 March 2026, 23:05 UTC",
		"en-US": "March 8, 2026, 23:05 UTC",
		"sv-SE": "8 mars 2026 kl. 23:05 UTC",
		"de-AT": "8. März 2026, 23:05 Uhr UTC",
		"fi-FI": "8. maaliskuuta 2026 klo 23:05 UTC",
		"pl-PL": "8 marca 2026, 23:05 UTC",
		"hu-HU": "2026. március 8. 23:05 UTC",
		"es-US": "8 de marzo de 2026, 23:05 UTC",
		"el-GR": "8 Μαρτίου 2026, 23:05 UTC",
	} {
		if got := Match(locale).Time(at); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
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
