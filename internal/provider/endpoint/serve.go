package endpoint

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/web"
)

// statuses is the one mapping from kinds of error to HTTP.
var statuses = map[Kind]int{
	Invalid:       http.StatusBadRequest,
	Forbidden:     http.StatusForbidden,
	Missing:       http.StatusNotFound,
	Conflict:      http.StatusConflict,
	Unprocessable: http.StatusUnprocessableEntity,
	Unsupported:   http.StatusMethodNotAllowed,
}

// ServeChange serves an operation with a body: read it, act, tell the answer. now
// is when the idempotency key, if any, was used.
func ServeChange(w http.ResponseWriter, r *http.Request, now time.Time, act func(jsonfields.Document, IdempotencyKey) (Answer, error)) {
	tree, err := web.Decode(w, r, nil)
	if err != nil {
		web.Refuse(w, r, err)
		return
	}
	key, err := idempotencyKey(r, tree, now)
	if err != nil {
		web.Refuse(w, r, err)
		return
	}
	answer, err := act(tree, key)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	WriteAnswer(w, answer)
}

// ServeAction serves an operation that needs no body. One that is sent must still be
// readable; none, and an empty one, count as an empty object.
func ServeAction(w http.ResponseWriter, r *http.Request, now time.Time, act func(IdempotencyKey) (Answer, error)) {
	body, err := web.ReadBody(w, r)
	if err != nil {
		web.Refuse(w, r, err)
		return
	}
	if len(body) == 0 {
		r.Body = io.NopCloser(strings.NewReader("{}"))
	}
	ServeChange(w, r, now, func(_ jsonfields.Document, key IdempotencyKey) (Answer, error) { return act(key) })
}

// idempotencyKey reads the key under either name, and the fingerprint.
func idempotencyKey(r *http.Request, tree jsonfields.Document, now time.Time) (IdempotencyKey, error) {
	key, err := web.IdempotencyKey(r.Header)
	if err != nil {
		return IdempotencyKey{}, err
	}
	fingerprint, err := Fingerprint(r.Method, r.URL.Path, tree)
	return IdempotencyKey{Key: key, Fingerprint: fingerprint, At: now}, err
}

// Fingerprint is what makes two requests the same: method, path and body in its
// normal form.
func Fingerprint(method, path string, tree map[string]any) ([]byte, error) {
	body, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(method + " " + path + "\n" + string(body)))
	return sum[:], nil
}

// WriteAnswer writes an answer.
func WriteAnswer(w http.ResponseWriter, answer Answer) {
	for name, value := range answer.Header {
		w.Header().Set(name, value)
	}
	if len(answer.Body) > 0 {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer.Body)))
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body)
}

// WriteJSON writes what was read, or the error.
func WriteJSON(w http.ResponseWriter, r *http.Request, body any, err error) {
	if err != nil {
		WriteError(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, body)
}

// WriteError writes an error.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	if e, ok := errors.AsType[*Error](err); ok {
		web.WriteError(w, r, statuses[e.Kind], e.Code, e.Messages...)
		return
	}
	web.Fail(w, r, err)
}
