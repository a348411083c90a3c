package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Codes of answers that no core decides.
const (
	codeInternal    = "INTERNAL_SERVER_ERROR"
	codeUnavailable = "TEMPORARILY_UNAVAILABLE"
	codeNotAllowed  = "NOT_ALLOWED"
	codeTooMany     = "TOO_MANY_REQUESTS"
)

// Envelope is the error body of every merchant API (hpp.md §1.0).
type Envelope struct {
	Code          string   `json:"error_code"`
	Messages      []string `json:"error_messages"`
	CorrelationID string   `json:"correlation_id"`
}

// WriteJSON answers with one JSON body that no cache may keep.
func WriteJSON(w http.ResponseWriter, status int, body any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // addresses stay readable; nosniff guards the rest
	if err := encoder.Encode(body); err != nil {
		panic(fmt.Errorf("web: encode answer: %w", err))
	}
	private(w)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(text.Len()-1))
	w.WriteHeader(status)
	// A peer that went away is seen by the next read, not here.
	_, _ = w.Write(bytes.TrimRight(text.Bytes(), "\n"))
}

// private marks an answer as nobody's but the caller's.
func private(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
}

// WriteError answers with the error envelope, which carries the same id as
// the Klarna-Correlation-Id header.
func WriteError(w http.ResponseWriter, r *http.Request, status int, code string, messages ...string) {
	id := CorrelationID(r.Context())
	if id == "" { // outside LogRequests
		id = newID()
		w.Header().Set(correlationHeader, id)
	}
	if messages == nil {
		messages = []string{}
	}
	WriteJSON(w, status, Envelope{Code: code, Messages: messages, CorrelationID: id})
}

// Refuse answers for an error of Decode; any other goes to Fail.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	if body, ok := errors.AsType[*BodyError](err); ok {
		WriteError(w, r, body.Status, body.Code, body.Messages...)
		return
	}
	Fail(w, r, err)
}

// Fail answers for an error nobody outside may read: one fixed sentence, and
// the error itself in the request's line of the log. Running out of time is
// 503, since trying again may work.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	Note(r.Context(), err)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		w.Header().Set("Retry-After", "5")
		WriteError(w, r, http.StatusServiceUnavailable, codeUnavailable, "The request could not be finished in time; try again")
		return
	}
	WriteError(w, r, http.StatusInternalServerError, codeInternal, "Something went wrong on our side; the correlation id names this request")
}
