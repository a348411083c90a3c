package sandbox

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var iso8601 = regexp.MustCompile(`^P(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?$`)

const day = 24 * time.Hour

// ParseDuration reads an ISO 8601 duration of whole days, hours, minutes and
// seconds, such as PT47H59M. Years and months, which have no one length, are
// none.
func ParseDuration(text string) (time.Duration, bool) {
	parts := iso8601.FindStringSubmatch(text)
	if parts == nil || text == "P" || strings.HasSuffix(text, "T") {
		return 0, false
	}
	var d time.Duration
	for i, unit := range []time.Duration{day, time.Hour, time.Minute, time.Second} {
		if parts[i+1] != "" {
			number, _ := strconv.ParseInt(parts[i+1], 10, 64) // digits, few enough by the pattern
			d += time.Duration(number) * unit
		}
	}
	return d, true
}

// FormatDuration writes a duration so, in whole seconds.
func FormatDuration(d time.Duration) string {
	if d < time.Second {
		return "PT0S"
	}
	text := "P"
	if days := d / day; days > 0 {
		text += strconv.FormatInt(int64(days), 10) + "D"
	}
	clock := ""
	for _, part := range []struct {
		number time.Duration
		letter string
	}{{d % day / time.Hour, "H"}, {d % time.Hour / time.Minute, "M"}, {d % time.Minute / time.Second, "S"}} {
		if part.number > 0 {
			clock += strconv.FormatInt(int64(part.number), 10) + part.letter
		}
	}
	if clock != "" {
		text += "T" + clock
	}
	return text
}
