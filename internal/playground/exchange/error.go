package exchange

import (
	"errors"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/member"
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
// (provider.md A.9, B.5, C.5).
type Error struct {
	Kind     Kind
	Code     string
	Messages []string
}

func (e *Error) Error() string { return e.Code + ": " + strings.Join(e.Messages, "; ") }

// Refuse makes an error.
func Refuse(kind Kind, code string, messages ...string) *Error {
	return &Error{Kind: kind, Code: code, Messages: messages}
}

// ErrUnknown is a store's word for a row that this merchant does not have.
var ErrUnknown = errors.New("playground: no such row")

// ErrKeyReused means that an idempotency key came back with another request.
var ErrKeyReused = Refuse(Unprocessable, string(hpp.CodeKeyReused), "The idempotency key was used for a different request")

// Readable turns the faults of a request's members into an error.
func Readable(err error) error {
	if fault, ok := errors.AsType[*member.Fault](err); ok {
		return Refuse(Invalid, "BAD_VALUE", fault.Error())
	}
	return err
}

// Instead answers known for a row the merchant does not have.
func Instead(err error, known *Error) error {
	if errors.Is(err, ErrUnknown) {
		return known
	}
	return err
}
