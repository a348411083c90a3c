package merchantcalls

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
)

// How long a receiver has to answer.
const (
	authorizationTimeout = 2 * time.Second // docs/spec/provider.md A.7
	timeout              = 10 * time.Second
)

// Caller makes the calls, one try a time. All fields are required.
type Caller struct {
	Client egress.Sender
	// Acknowledged reports whether the merchant knows of the order.
	Acknowledged func(ctx context.Context, merchant hpp.MerchantID, orderID string) (bool, error)
	Now          func() time.Time
}

// Authorization makes one try of an authorization callback.
func (c Caller) Authorization(ctx context.Context, payload []byte) error {
	m, err := read(payload)
	if err != nil {
		return err
	}
	return c.post(ctx, m, authorizationTimeout, func(status int) bool { return status/100 == 2 })
}

// Decision makes one try of the word about a fraud check; only 200 ends it.
func (c Caller) Decision(ctx context.Context, payload []byte) error {
	m, err := read(payload)
	if err != nil {
		return err
	}
	return c.post(ctx, m, timeout, func(status int) bool { return status == http.StatusOK })
}

// errUnacknowledged keeps a push going although it arrived.
var errUnacknowledged = errors.New("notify: the order is not acknowledged")

// Push makes one try of a push, unless the order is acknowledged or its two
// days are over: then nothing is left to do.
func (c Caller) Push(ctx context.Context, payload []byte) error {
	m, err := read(payload)
	if err != nil {
		return err
	}
	known, err := c.Acknowledged(ctx, m.Merchant, m.OrderID)
	if err != nil || known || !c.Now().Before(m.Until) {
		return err
	}
	if err := c.post(ctx, m, timeout, func(status int) bool { return status/100 == 2 }); err != nil {
		return err
	}
	if known, err = c.Acknowledged(ctx, m.Merchant, m.OrderID); err != nil || known {
		return err
	}
	return errUnacknowledged
}

func (c Caller) post(ctx context.Context, m message, timeout time.Duration, good func(status int) bool) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return unusable{errors.New("notify: the address is malformed")}
	}
	if len(m.Body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("User-Agent", "OpenHPP-Playground/1")
	response, err := c.Client.Do(request, timeout)
	if err != nil {
		return fmt.Errorf("notify: no answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	// Reading the bounded rest lets the connection be used again.
	_, _ = io.Copy(io.Discard, response.Body)
	if !good(response.StatusCode) {
		return fmt.Errorf("notify: the receiver answered %d", response.StatusCode)
	}
	return nil
}

func read(payload []byte) (message, error) {
	var m message
	if err := json.Unmarshal(payload, &m); err != nil {
		return m, unusable{fmt.Errorf("notify: unreadable: %w", err)}
	}
	return m, nil
}

// unusable is a job that no further try can do.
type unusable struct{ error }

func (e unusable) Unwrap() error { return e.error }

// Permanent tells the job runner to give up.
func (unusable) Permanent() bool { return true }
