package endpoint

import (
	"encoding/json"
	"time"
)

// Answer is a merchant's answer about a change. It is kept with the
// change, so that a repeat gets the same, byte for byte.
type Answer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header,omitempty"`
	Body   []byte            `json:"body,omitempty"` // JSON; empty: no body
}

// JSONAnswer is an answer with a JSON body.
func JSONAnswer(status int, body any) (Answer, error) {
	text, err := json.Marshal(body)
	return Answer{Status: status, Body: text}, err
}

// IdempotencyKey is an idempotency key in the scope of its merchant (docs/spec/decisions.md §4).
type IdempotencyKey struct {
	Key         string // empty: none was given
	Fingerprint []byte // hash of the request
	At          time.Time
}

// TimeFormat is how the provider writes times, in UTC.
const TimeFormat = "2006-01-02T15:04:05.000Z"
