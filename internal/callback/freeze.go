package callback

import (
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	wire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// frozenCallback is one callback as it is kept until it is delivered. Nothing in it
// is worked out again: every try sends the same bytes to the same address.
type frozenCallback struct {
	Merchant hpp.MerchantID `json:"merchant"`
	EventID  string         `json:"event_id"`
	URL      string         `json:"url"`
	Body     []byte         `json:"body"`
}

// Freeze renders the callback of an event: the read body as it is now, and
// the merchant's address with its placeholders replaced.
func Freeze(s hpp.Session, e hpp.Event) ([]byte, error) {
	body, err := json.Marshal(wire.StatusCallback{EventID: e.ID, EventType: wire.StatusCallbackEventType(e.Type), Session: wire.ReadBody(s)})
	if err != nil {
		return nil, fmt.Errorf("callback: render event %s: %w", e.ID, err)
	}
	payload, err := json.Marshal(frozenCallback{Merchant: s.Merchant, EventID: e.ID, URL: s.Expand(s.URLs.StatusUpdate), Body: body})
	if err != nil {
		return nil, fmt.Errorf("callback: keep event %s: %w", e.ID, err)
	}
	return payload, nil
}
