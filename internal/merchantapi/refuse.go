package merchantapi

import (
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// Statuses is the one mapping from the core's codes to HTTP. Disabling a paid
// session is published as 400, not 409 (docs/spec/hpp.md §1.3).
var Statuses = map[hpp.Code]int{
	hpp.CodeBadRequest:     http.StatusBadRequest,
	hpp.CodeBadValue:       http.StatusBadRequest,
	hpp.CodeNotFound:       http.StatusNotFound,
	hpp.CodeNotAllowed:     http.StatusBadRequest,
	hpp.CodeConflict:       http.StatusConflict,
	hpp.CodeKeyReused:      http.StatusUnprocessableEntity,
	hpp.CodeNotImplemented: http.StatusNotImplemented,
	hpp.CodeUnavailable:    http.StatusServiceUnavailable,
	hpp.CodeTooMany:        http.StatusTooManyRequests,

	hpp.CodeMissingContact:     http.StatusBadRequest,
	hpp.CodeConstraint:         http.StatusBadRequest,
	hpp.CodeUnsupportedCountry: http.StatusBadRequest,
	hpp.CodeBlacklisted:        http.StatusBadRequest,
}

// retryAfter says, in seconds, when asking again makes sense.
var retryAfter = map[hpp.Code]string{
	hpp.CodeConflict:    "1",
	hpp.CodeUnavailable: "5",
}

// Refuse answers for an error: the core's own as they read, others as web does.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok {
		web.Refuse(w, r, err)
		return
	}
	status, ok := Statuses[fault.Code]
	if !ok {
		web.Fail(w, r, err)
		return
	}
	if status >= http.StatusInternalServerError && status != http.StatusNotImplemented {
		web.Note(r.Context(), causeOf(fault))
	}
	if wait, ok := retryAfter[fault.Code]; ok {
		w.Header().Set("Retry-After", wait)
	}
	if fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
	web.WriteError(w, r, status, string(fault.Code), fault.Messages...)
}

// causeOf is what the log needs of a fault whose message is for merchants.
func causeOf(fault *hpp.Error) error {
	if cause := fault.Unwrap(); cause != nil {
		return cause
	}
	return fault
}
