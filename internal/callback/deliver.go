package callback

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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
// The answer is nil where nothing was sent. The error says how to go on: a
// receiver that answers 410 wants no more of it, one with Retry-After is left in
// peace until then.
func (d Deliverer) Deliver(ctx context.Context, payload []byte) (*Answer, error) {
	var n frozenCallback
	if err := json.Unmarshal(payload, &n); err != nil {
		return nil, PermanentError{fmt.Errorf(unreadable+": %w", err)}
	}
	request, err := d.request(ctx, n)
	if err != nil {
		return nil, err
	}
	response, err := d.Client.Do(request, answerTimeout)
	if err != nil {
		return answerOf(err), fmt.Errorf("callback: no answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := readAnswer(response)
	return answer, d.checkAnswer(response)
}

// request is the signed POST of a callback.
func (d Deliverer) request(ctx context.Context, n frozenCallback) (*http.Request, error) {
	secrets, err := d.Secrets(ctx, n.Merchant)
	if err != nil {
		return nil, fmt.Errorf("callback: secrets of merchant %s: %w", n.Merchant, err)
	}
	if len(secrets) == 0 {
		return nil, fmt.Errorf("callback: merchant %s has no secret to sign with", n.Merchant)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.URL, bytes.NewReader(n.Body))
	if err != nil {
		return nil, PermanentError{fmt.Errorf(unusable+" of event %s is malformed", n.EventID)}
	}
	for name, value := range Headers {
		request.Header.Set(name, value)
	}
	if n.Replay {
		request.Header.Set(HeaderReplay, "1")
	}
	sign(request.Header, secrets, n.EventID, d.Now(), n.Body)
	return request, nil
}

// HeaderReplay marks a callback that was delivered before and is sent again
// because somebody asked for it (docs/spec/events.md §3).
const HeaderReplay = "Openhpp-Replay"

// Headers are those of every callback, beside the ones that prove it.
var Headers = map[string]string{"Content-Type": "application/json", "User-Agent": "OpenHPP-Callback/1"}

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
