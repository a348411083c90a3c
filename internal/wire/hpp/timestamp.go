package hppwire

import (
	"encoding/json"
	"fmt"
	"time"
)

// layout is how every time is written: UTC, milliseconds, Z (hpp.md §1.0).
// encoding/json alone would drop trailing zeros, which strict clients refuse.
const layout = "2006-01-02T15:04:05.000Z"

// Timestamp is a time on the wire. It reads any RFC 3339 time and always writes
// UTC with milliseconds.
type Timestamp time.Time

// MarshalJSON writes the time as published.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(t).UTC().Format(layout))
}

// UnmarshalJSON reads a time of any zone and precision.
func (t *Timestamp) UnmarshalJSON(text []byte) error {
	var parsed time.Time
	if err := json.Unmarshal(text, &parsed); err != nil {
		return fmt.Errorf("hppwire: time: %w", err)
	}
	*t = Timestamp(parsed.UTC())
	return nil
}

// IsZero reports whether the time is absent.
func (t Timestamp) IsZero() bool { return time.Time(t).IsZero() }
