package playground

import (
	"errors"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/purchase"
)

// Kind sorts errors by what a caller can do about them; each transport has
// one table from kind to status.
type Kind int

// The kinds.
const (
	Invalid       Kind = iota + 1 // correct the request
	Forbidden                     // the state does not allow it
	Missing                       // there is no such thing, for this merchant
	Conflict                      // it contradicts what was agreed
	Unprocessable                 // a limit of Order Management is broken
)

// Error is an error a merchant may read, in the recorded words
// (provider.md A.9, C.5).
type Error struct {
	Kind     Kind
	Code     string
	Messages []string
}

func (e *Error) Error() string { return e.Code + ": " + strings.Join(e.Messages, "; ") }

func refuse(kind Kind, code string, messages ...string) *Error {
	return &Error{Kind: kind, Code: code, Messages: messages}
}

// ErrUnknown is a store's word for a row that this merchant does not have.
var ErrUnknown = errors.New("playground: no such row")

// Errors of the Payments API.
var (
	ErrNoSession = refuse(Missing, "NOT_FOUND", "Invalid session id")
	ErrCompleted = refuse(Missing, "SESSION_COMPLETED", "Session has already been completed")
	ErrNoToken   = refuse(Missing, "NOT_FOUND", "Invalid authorization token")
	errUsedToken = refuse(Missing, "NOT_FOUND", "Authorization cannot be deleted")
	errOtherBody = refuse(Conflict, "BAD_VALUE", "The order has been already completed with different request body")
)

// ErrKeyReused means that an idempotency key came back with another request.
var ErrKeyReused = refuse(Unprocessable, string(hpp.CodeKeyReused), "The idempotency key was used for a different request")

// Errors of the Order Management API.
var (
	errCaptureNotAllowed = refuse(Forbidden, "CAPTURE_NOT_ALLOWED", "Capture not allowed")
	errOverCapture       = refuse(Forbidden, "CAPTURE_NOT_ALLOWED",
		"Captured amount is higher than the remaining authorized amount. Capture not possible.")
	errNoCapture = refuse(Missing, "NO_SUCH_CAPTURE", "Capture could not be found.")
)

func orderExpired(id string) *Error {
	return refuse(Forbidden, "CAPTURE_NOT_ALLOWED", "Order "+id+" is expired. Capture not possible.")
}

func noOrder(id string) *Error {
	return refuse(Missing, "NO_SUCH_ORDER", "Order "+id+" cannot be found")
}

func badValue(fields ...string) *Error {
	return refuse(Invalid, "BAD_VALUE", "Bad value: "+strings.Join(fields, ", "))
}

func notMatching(fields []string) *Error {
	return refuse(Conflict, "BAD_VALUE", "Not matching fields: ["+strings.Join(fields, ", ")+"]")
}

// readable turns the validator's error into ours.
func readable(err error) error {
	if fault, ok := errors.AsType[*purchase.Fault](err); ok {
		return badValue(fault.Fields...)
	}
	return err
}

// instead answers known for a row the merchant does not have.
func instead(err error, known *Error) error {
	if errors.Is(err, ErrUnknown) {
		return known
	}
	return err
}

// unprocessable turns a broken limit of Order Management into our error.
func unprocessable(err error) error {
	if limit, ok := errors.AsType[*purchase.Limit](err); ok {
		return refuse(Unprocessable, "UNPROCESSABLE_ENTITY", limit.Messages...)
	}
	return err
}
