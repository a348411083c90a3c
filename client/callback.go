package client

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Tolerance is how far a callback's timestamp may lie from the receiver's
// clock, either way, before it counts as replayed.
const Tolerance = 5 * time.Minute

// Why a callback is not to be believed.
var (
	ErrSecret    = errors.New("client: the callback secret is not whsec_ and base64")
	ErrUnsigned  = errors.New("client: the callback lacks a webhook-id, webhook-timestamp or webhook-signature header")
	ErrTimestamp = errors.New("client: the callback's timestamp is too old or lies ahead")
	ErrSignature = errors.New("client: the callback's signature is wrong")
)

// Callback tells of one change of a page's status (docs/spec/hpp.md §8).
type Callback struct {
	// EventID stays the same when the callback is sent again: use it to drop
	// repeats.
	EventID string `json:"event_id"`
	// Session is as it was when the event happened. Read it again where the
	// present state matters.
	Session Session `json:"session"`
	// EventType is empty for a change of the status. EventRenewalRequested comes
	// only of pages made with SessionOptions.Renewal.
	EventType string `json:"event_type"`
}

// EventRenewalRequested tells that a payer of an expired page asks for a new link:
// answer with Client.RenewSession.
const EventRenewalRequested = "session.renewal_requested"

// VerifyCallback checks the signature of a received callback and decodes it.
// The headers and the signature are those of Standard Webhooks 1.0: secret is
// "whsec_" and base64, as the server gave it; body holds the bytes as received.
// Several signatures, parted by spaces, are tried in turn, so that secrets can
// be changed without a gap.
func VerifyCallback(secret string, header http.Header, body []byte, now time.Time) (Callback, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) == 0 {
		return Callback{}, ErrSecret
	}
	id, at, signatures := header.Get("webhook-id"), header.Get("webhook-timestamp"), header.Get("webhook-signature")
	if id == "" || at == "" || signatures == "" {
		return Callback{}, ErrUnsigned
	}
	if !fresh(at, now) {
		return Callback{}, ErrTimestamp
	}
	if !signed(key, id+"."+at+".", body, signatures) {
		return Callback{}, ErrSignature
	}
	var callback Callback
	if err := json.Unmarshal(body, &callback); err != nil {
		return Callback{}, fmt.Errorf("client: the callback's body is not the JSON expected: %w", err)
	}
	return callback, nil
}

// fresh reports whether seconds, since 1970, is near enough to now.
func fresh(seconds string, now time.Time) bool {
	sent, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return false
	}
	off := now.Unix() - sent
	limit := int64(Tolerance / time.Second)
	return -limit <= off && off <= limit
}

// signed compares every candidate in constant time; unknown versions are
// passed over, as the standard asks.
func signed(key []byte, prefix string, body []byte, signatures string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(prefix))
	mac.Write(body)
	want := mac.Sum(nil)
	for candidate := range strings.FieldsSeq(signatures) {
		version, text, _ := strings.Cut(candidate, ",")
		got, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}
