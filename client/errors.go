package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is an answer that says no; find it with errors.As or errors.AsType.
// Any other error of this package means that the outcome of the call is
// unknown: repeat it with the same idempotency key, or read.
type Error struct {
	// Op is what was being done, such as "place order".
	Op     string
	Status int // HTTP status
	// Code is machine-readable, such as BAD_VALUE or NOT_FOUND; empty when the
	// answer did not come from the API (a proxy's, for instance).
	Code string
	// Messages are for people; each names a field where one is at fault.
	Messages []string
	// Allowed is what is possible instead, where the sandbox says so.
	Allowed []string
	// CorrelationID finds this request in the server's log.
	CorrelationID string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("client: %s: %d", e.Op, e.Status)
	if e.Code != "" {
		text += " " + e.Code
	}
	if len(e.Messages) > 0 {
		text += ": " + strings.Join(e.Messages, "; ")
	}
	if e.CorrelationID != "" {
		text += " (correlation id " + e.CorrelationID + ")"
	}
	return text
}

// IsCode reports whether err is an *Error with this code.
func IsCode(err error, code string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}

func answerError(op string, res *http.Response, body []byte) *Error {
	e := &Error{Op: op, Status: res.StatusCode}
	var envelope struct {
		Code          string   `json:"error_code"`
		Messages      []string `json:"error_messages"`
		Allowed       []string `json:"allowed"`
		CorrelationID string   `json:"correlation_id"`
	}
	// A body that is not the envelope leaves the status to speak for itself.
	if json.Unmarshal(body, &envelope) == nil {
		e.Code, e.Messages, e.CorrelationID, e.Allowed = envelope.Code, envelope.Messages, envelope.CorrelationID, envelope.Allowed
	}
	if e.CorrelationID == "" {
		e.CorrelationID = res.Header.Get("Klarna-Correlation-Id")
	}
	return e
}
