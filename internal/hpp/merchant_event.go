package hpp

import (
	"strings"
	"time"
)

// MerchantEvent is an event as its merchant reads it and is called about it:
// frozen with the change that it tells of, kept after it was delivered.
type MerchantEvent struct {
	ID      string // equal on every try
	Type    string // such as session.completed (docs/spec/events.md §1)
	Seq     int64  // that of the session's event; 0: it changed no status
	At      time.Time
	OrderID string // empty: no order yet
	// URL is the merchant's status_update with its placeholders replaced; empty:
	// it named none, and nobody is called.
	URL  string
	Body []byte // JSON, as it is sent
}

// FrozenEvent is what Freeze renders of an event.
type FrozenEvent struct {
	URL     string // as in MerchantEvent
	Body    []byte
	Payload []byte // of the job that sends it; nil where URL is empty
}

// StatusUpdate names, among the endpoints that a merchant is called at, the
// address of the session itself.
const StatusUpdate = "status_update"

// PublishedType is the event's name as merchants know it.
func (e Event) PublishedType() string {
	if e.Type != "" {
		return string(e.Type)
	}
	return "session." + strings.ToLower(string(e.Status))
}
