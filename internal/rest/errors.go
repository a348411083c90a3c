package rest

import (
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// statuses is the one mapping from the core's codes to HTTP. Disabling a paid
// session is published as 400, not 409 (docs/spec/hpp.md §1.3).
var statuses = map[hpp.Code]int{
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

// refuse answers for an error: the core's own as they read, others as web does.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok {
		web.Refuse(w, r, err)
		return
	}
	status, ok := statuses[fault.Code]
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

// refuseExtended is refuse for our own API: what cannot be done now is 409 there,
// since nothing is wrong with the request.
func refuseExtended(w http.ResponseWriter, r *http.Request, err error) {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok || fault.Code != hpp.CodeNotAllowed {
		refuse(w, r, err)
		return
	}
	web.WriteError(w, r, http.StatusConflict, string(fault.Code), fault.Messages...)
}

// causeOf is what the log needs of a fault whose message is for merchants.
func causeOf(fault *hpp.Error) error {
	if cause := fault.Unwrap(); cause != nil {
		return cause
	}
	return fault
}
