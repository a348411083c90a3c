package merchantapi

import (
	"regexp"
	"strconv"
	"time"
)

// durationForm is ISO 8601 without what has no fixed length (years, months) and
// without fractions.
var durationForm = regexp.MustCompile(`^P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)$`)

// ParseDuration reads a time such as P7D, PT1H30M or P2W.
func ParseDuration(text string) (d time.Duration, ok bool) {
	parts := durationForm.FindStringSubmatch(text)
	if parts == nil || text == "P" || text[len(text)-1] == 'T' {
		return 0, false
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		if parts[i+1] == "" {
			continue
		}
		n, err := strconv.Atoi(parts[i+1])
		if err != nil {
			return 0, false
		}
		d += time.Duration(n) * unit
	}
	return d, true
}
