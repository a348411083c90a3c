package endpoint

import (
	"errors"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
)

// Kind sorts errors by what a caller can do about them; there is one table
// from kind to status.
type Kind int

// The kinds.
const (
	Invalid       Kind = iota + 1 // correct the request
	Forbidden                     // the state does not allow it
	Missing                       // there is no such thing, for this merchant
	Conflict                      // it contradicts what was agreed
	Unprocessable                 // a limit of Order Management is broken
	Unsupported                   // no such method here
)

// Error is an error a merchant may read, in the recorded words
// (docs/spec/provider.md A.9, B.5, C.5).
type Error struct {
	Kind     Kind
	Code     string
	Messages []string
	Fields   []string // the members of the request at fault, dotted; may be empty
}

func (e *Error) Error() string { return e.Code + ": " + e.Message() }

// Message is all messages as one.
func (e *Error) Message() string { return strings.Join(e.Messages, "; ") }

// NewError makes an error.
func NewError(kind Kind, code string, messages ...string) *Error {
	return &Error{Kind: kind, Code: code, Messages: messages}
}

// ErrNotFound is a store's word for a row that this merchant does not have.
var ErrNotFound = errors.New("provider: no such row")

// ErrKeyReused means that an idempotency key came back with another request.
var ErrKeyReused = NewError(Unprocessable, string(hpp.CodeKeyReused), "The idempotency key was used for a different request")

// AsError turns the faults of a request's members into an error.
func AsError(err error) error {
	if fault, ok := errors.AsType[*jsonfields.Fault](err); ok {
		return Named(NewError(Invalid, "BAD_VALUE", fault.Error()), fault)
	}
	return err
}

// Named adds the members that a fault names.
func Named(e *Error, fault *jsonfields.Fault) *Error {
	for _, wrong := range fault.Wrongs {
		e.Fields = append(e.Fields, wrong.Field)
	}
	return e
}

// NotFoundAs answers known for a row the merchant does not have.
func NotFoundAs(err error, known *Error) error {
	if errors.Is(err, ErrNotFound) {
		return known
	}
	return err
}
