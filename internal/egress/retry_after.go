package egress

import (
	"net/http"
	"strconv"
	"time"
)

// maxRetryAfter bounds what a receiver may ask for.
const maxRetryAfter = 24 * time.Hour

// RetryAfter is how long an answer asks to be left in peace: seconds or a date in
// its Retry-After header, a day at most. Nothing sensible is zero.
func RetryAfter(answer *http.Response, now time.Time) time.Duration {
	header := answer.Header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(header, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(maxRetryAfter/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}
