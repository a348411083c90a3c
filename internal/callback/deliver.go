package callback

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
)

const (
	// answerTimeout is how long a receiver has to answer (docs/spec/hpp.md §8).
	answerTimeout = 3 * time.Second
)

// Deliverer makes one try to deliver a callback. All fields are required.
type Deliverer struct {
	Client egress.Sender
	// Secrets are a merchant's signing secrets, the current one first.
	Secrets func(context.Context, hpp.MerchantID) ([][]byte, error)
	Now     func() time.Time
}

// Deliver posts what Freeze kept. Only a 2xx within three seconds is success.
// The error says how to go on: a receiver that answers 410 wants no more of
// it, one with Retry-After is left in peace until then.
func (d Deliverer) Deliver(ctx context.Context, payload []byte) error {
	var n frozenCallback
	if err := json.Unmarshal(payload, &n); err != nil {
		return PermanentError{fmt.Errorf(unreadable+": %w", err)}
	}
	secrets, err := d.Secrets(ctx, n.Merchant)
	if err != nil {
		return fmt.Errorf("callback: secrets of merchant %s: %w", n.Merchant, err)
	}
	if len(secrets) == 0 {
		return fmt.Errorf("callback: merchant %s has no secret to sign with", n.Merchant)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.URL, bytes.NewReader(n.Body))
	if err != nil {
		return PermanentError{fmt.Errorf(unusable+" of event %s is malformed", n.EventID)}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "OpenHPP-Callback/1")
	sign(request.Header, secrets, n.EventID, d.Now(), n.Body)
	response, err := d.Client.Do(request, answerTimeout)
	if err != nil {
		return fmt.Errorf("callback: no answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	// Reading the bounded rest lets the connection be used again.
	_, _ = io.Copy(io.Discard, response.Body)
	return d.checkAnswer(response)
}

func (d Deliverer) checkAnswer(response *http.Response) error {
	status := response.StatusCode
	err := fmt.Errorf(answered+"%d", status)
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusGone:
		return PermanentError{err}
	}
	if wait := egress.RetryAfter(response, d.Now()); wait > 0 {
		return RetryLaterError{err, wait}
	}
	return err
}

// PermanentError is a callback that no further try can deliver.
type PermanentError struct{ error }

func (e PermanentError) Unwrap() error { return e.error }

// Permanent tells the job runner to give up.
func (PermanentError) Permanent() bool { return true }

// How errors begin whose text the job keeps.
const (
	unreadable = "callback: unreadable"
	unusable   = "callback: address"
	answered   = "callback: the receiver answered "
)

// IsPermanent reports whether a reason that a job kept is that of a Refused.
func IsPermanent(reason string) bool {
	return strings.HasPrefix(reason, unreadable) || strings.HasPrefix(reason, unusable) || reason == answered+strconv.Itoa(http.StatusGone)
}

// RetryLaterError is a failed try whose receiver named the time of the next.
type RetryLaterError struct {
	error
	after time.Duration
}

func (e RetryLaterError) Unwrap() error { return e.error }

// RetryAfter tells the job runner how long to wait at least.
func (e RetryLaterError) RetryAfter() time.Duration { return e.after }
