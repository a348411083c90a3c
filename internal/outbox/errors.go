package outbox

import (
	"errors"
	"time"
)

// Handlers say more than "failed" through errors with one of these methods,
// which need no import of this package.
type (
	permanent interface {
		error
		Permanent() bool
	}
	postponed interface {
		error
		Postponed() time.Duration
	}
	after interface {
		error
		RetryAfter() time.Duration
	}
)

// Permanent says that no further try can succeed: the job is discarded.
func Permanent(err error) error { return permanentError{err} }

// After says that the try failed and that the next must wait for at least d.
func After(d time.Duration, err error) error { return afterError{err, d} }

// Postpone says that nothing was tried: the job is due again in d and the try
// does not count.
func Postpone(d time.Duration, err error) error { return postponedError{err, d} }

// errStopped is the end of a try that was broken off with its runner.
var errStopped = errors.New("broken off: the server stopped")

type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }
func (permanentError) Permanent() bool { return true }

type afterError struct {
	error
	wait time.Duration
}

func (e afterError) Unwrap() error             { return e.error }
func (e afterError) RetryAfter() time.Duration { return e.wait }

type postponedError struct {
	error
	wait time.Duration
}

func (e postponedError) Unwrap() error            { return e.error }
func (e postponedError) Postponed() time.Duration { return e.wait }

func isPermanent(err error) bool {
	e, ok := errors.AsType[permanent](err)
	return ok && e.Permanent()
}

func postponement(err error) (time.Duration, bool) {
	e, ok := errors.AsType[postponed](err)
	if !ok {
		return 0, false
	}
	return e.Postponed(), true
}

func retryAfter(err error) (time.Duration, bool) {
	e, ok := errors.AsType[after](err)
	if !ok {
		return 0, false
	}
	return e.RetryAfter(), true
}
