package hpp

import (
	"errors"
	"strings"
	"time"
)

// Code is the machine-readable part of an error, as merchants read it in
// error_code.
type Code string

// The codes of the HPP API (docs/spec/hpp.md §1.0, docs/spec/decisions.md §4).
const (
	CodeBadRequest     Code = "BAD_REQUEST"
	CodeBadValue       Code = "BAD_VALUE"
	CodeNotFound       Code = "NOT_FOUND"
	CodeNotAllowed     Code = "NOT_ALLOWED"
	CodeConflict       Code = "CONFLICT"
	CodeKeyReused      Code = "IDEMPOTENCY_KEY_REUSED"
	CodeNotImplemented Code = "NOT_IMPLEMENTED"
	CodeUnavailable    Code = "TEMPORARILY_UNAVAILABLE"
	CodeTooMany        Code = "TOO_MANY_REQUESTS"

	// Of distribution alone (docs/spec/hpp.md §1.4). The last one is published by its
	// first letters only.
	CodeMissingContact     Code = "MISSING_CONTACT_DATA"
	CodeConstraint         Code = "CONSTRAINT_VIOLATION"
	CodeUnsupportedCountry Code = "UNSUPPORTED_COUNTRY"
	CodeBlacklisted        Code = "BLACKLISTED"
)

// Error is an error a caller may read. Everything else is internal and is
// shown as one fixed sentence.
type Error struct {
	Code     Code
	Messages []string
	// Fields names the members at fault, in the wire's dotted form.
	Fields []string
	// RetryAfter is when asking again makes sense; 0: as its code has it.
	RetryAfter time.Duration
	cause      error
}

func (e *Error) Error() string {
	return string(e.Code) + ": " + strings.Join(e.Messages, "; ")
}

func (e *Error) Unwrap() error { return e.cause }

// newError makes an Error. Messages are shown to people, so callers pass whole
// sentences.
func newError(code Code, messages ...string) *Error {
	return &Error{Code: code, Messages: messages}
}

// ErrNotFound answers for unknown, foreign and expired sessions alike, so that
// nobody learns which of the three it was.
var ErrNotFound = newError(CodeNotFound, "Session not found")

// Errors of the payer's acts. The page shows them as its state.
var (
	// ErrBusy means that an authorization is under way and its outcome unknown.
	ErrBusy = newError(CodeConflict, "A payment is being processed")
	// ErrClosed means that the session has reached a final state or its end.
	ErrClosed = newError(CodeConflict, "The session is closed")
	// ErrChanged means that the merchant changed the purchase after the payer saw it.
	ErrChanged = newError(CodeConflict, "The purchase has changed")
	// ErrNothingToRetry means that nothing was tried yet, or that the payer left.
	ErrNothingToRetry = newError(CodeConflict, "There is no attempt to take back")
	// ErrNoChallenge means that no one-time code is being waited for.
	ErrNoChallenge = newError(CodeConflict, "No code is expected")
)

// IsCode reports whether err, or an error it wraps, carries code.
func IsCode(err error, code Code) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}

// fieldErrors gathers everything wrong with one request, so that a merchant sees
// all of it at once.
type fieldErrors struct {
	fields   []string
	messages []string
}

func (f *fieldErrors) add(field, want string) {
	f.fields = append(f.fields, field)
	f.messages = append(f.messages, "Bad value: "+field+" ("+want+")")
}

func (f *fieldErrors) err() error {
	if len(f.fields) == 0 {
		return nil
	}
	return &Error{Code: CodeBadValue, Messages: f.messages, Fields: f.fields}
}
