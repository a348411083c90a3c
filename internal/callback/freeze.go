package callback

import (
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	wire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// frozenCallback is one callback as its job keeps it until it is delivered.
// Nothing in it is worked out again: every try sends the same bytes to the same
// address.
type frozenCallback struct {
	Merchant hpp.MerchantID `json:"merchant"`
	EventID  string         `json:"event_id"`
	URL      string         `json:"url"`
	Body     []byte         `json:"body"`
	Replay   bool           `json:"replay,omitempty"` // it was delivered before
}

// Freeze renders an event: the read body as it is now and, where the merchant
// named an address, that address with its placeholders replaced and the payload
// of the job that calls it.
func Freeze(s hpp.Session, e hpp.Event) (frozen hpp.FrozenEvent, err error) {
	frozen.Body, err = json.Marshal(wire.StatusCallback{EventID: e.ID, EventType: wire.StatusCallbackEventType(e.Type), Session: wire.ReadBody(s)})
	if err != nil {
		return hpp.FrozenEvent{}, fmt.Errorf("callback: render event %s: %w", e.ID, err)
	}
	if s.URLs.StatusUpdate == "" {
		return frozen, nil
	}
	frozen.URL = s.Expand(s.URLs.StatusUpdate)
	frozen.Payload, err = payload(frozenCallback{Merchant: s.Merchant, EventID: e.ID, URL: frozen.URL, Body: frozen.Body})
	return frozen, err
}

// Repeat is the payload of a job that sends once more what was delivered: the
// same id and bytes to the same address.
func Repeat(merchant hpp.MerchantID, eventID, url string, body []byte) ([]byte, error) {
	return payload(frozenCallback{Merchant: merchant, EventID: eventID, URL: url, Body: body, Replay: true})
}

func payload(n frozenCallback) ([]byte, error) {
	text, err := json.Marshal(n)
	if err != nil {
		return nil, fmt.Errorf("callback: keep event %s: %w", n.EventID, err)
	}
	return text, nil
}
