package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/message"
)

const (
	callTimeout = 20 * time.Second // for one call
	maxBody     = 64 << 10         // bytes of an answer that are read
)

// retryableStatuses refuse this server and not the message: a later try may succeed.
var retryableStatuses = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusTooManyRequests}

// Send makes one try to hand a message to the gateway. The error is a
// *message.Failure.
func (g *Gateway) Send(ctx context.Context, m message.SMS) error {
	var sent atomic.Bool
	req, err := g.request.newRequest(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if i.Err == nil {
				sent.Store(true)
			}
		},
	}), m)
	if err != nil {
		return (&message.Failure{Reason: "the message does not fit the SMS gateway's form"}).WithCause(err)
	}
	resp, err := g.client.Do(req, callTimeout)
	if err != nil {
		return callFailure(err, sent.Load())
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil && resp.StatusCode < 300 && g.success.needsBody() {
		return (&message.Failure{Reason: unconfirmed, Unknown: true}).WithCause(err)
	}
	return g.judge(resp, body)
}

const unconfirmed = "the SMS gateway did not confirm the message: it may have been sent"

// callFailure is a call without an answer. If the request was written, the
// gateway may have sent the message.
func callFailure(err error, sent bool) error {
	if busy, ok := errors.AsType[interface {
		error
		Postponed() time.Duration
	}](err); ok {
		return (&message.Failure{Reason: "the SMS gateway has too many calls already"}).WithCause(err).WithRetryAfter(busy.Postponed())
	}
	if sent {
		return (&message.Failure{Reason: unconfirmed, Unknown: true}).WithCause(err)
	}
	return (&message.Failure{Reason: "the SMS gateway cannot be reached"}).WithCause(err)
}

// judge reads an answer. The gateway's text is left out: it repeats numbers and
// links.
func (g *Gateway) judge(resp *http.Response, body []byte) error {
	status := resp.StatusCode
	if g.success.matches(status, body) {
		return nil
	}
	f := &message.Failure{Permanent: g.isPermanent(status, body)}
	f.Reason = fmt.Sprintf("%s (%d)", reasonOf(status, f.Permanent), status)
	return f.WithRetryAfter(egress.RetryAfter(resp, g.now()))
}

func (g *Gateway) isPermanent(status int, body []byte) bool {
	if !g.permanent.empty {
		return g.permanent.matches(status, body)
	}
	return status >= 400 && status <= 499 && !slices.Contains(retryableStatuses, status)
}

func reasonOf(status int, permanent bool) string {
	switch {
	case permanent:
		return "the SMS gateway refuses the message"
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return "the SMS gateway refuses our credentials"
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests:
		return "the SMS gateway asks to try again later"
	case status >= 300 && status <= 399:
		return "the SMS gateway's address has moved"
	case status >= 500:
		return "the SMS gateway has a problem"
	}
	return "the SMS gateway does not confirm the message"
}
