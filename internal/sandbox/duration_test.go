package sandbox

import (
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT10M": 10 * time.Minute, "PT47H59M": 48*time.Hour - time.Minute, "P2D": 48 * time.Hour, "P1DT1S": 24*time.Hour + time.Second, "PT0S": 0, "PT90S": 90 * time.Second,
	} {
		got, ok := ParseDuration(text)
		if !ok || got != want {
			t.Errorf("%s: %s, %v", text, got, ok)
		}
		if again, ok := ParseDuration(FormatDuration(got)); !ok || again != got {
			t.Errorf("%s is written %s", text, FormatDuration(got))
		}
	}
	for _, text := range []string{"", "P", "PT", "P1DT", "10M", "PT10", "P1M", "P1Y", "P1W", "-PT1S", "PT-1S", "PT1.5S", "pt1s", "PT1S ", "PT9999999999S"} {
		if d, ok := ParseDuration(text); ok {
			t.Errorf("%q is %s", text, d)
		}
	}
}
