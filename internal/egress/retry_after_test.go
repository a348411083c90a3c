package egress_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "-5": 0, "soon": 0, "1.5": 0, "30": 30 * time.Second, "99999999999999": 24 * time.Hour, "99999999999999999999": 0,
		"Sun, 01 Mar 2026 12:01:00 GMT": time.Minute, "Sun, 01 Mar 2026 11:00:00 GMT": 0, "Mon, 01 Mar 2027 12:00:00 GMT": 24 * time.Hour,
	} {
		answer := &http.Response{Header: http.Header{"Retry-After": {header}}}
		if got := egress.RetryAfter(answer, now); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
