package postgres

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// outage means that the database did not do its part within the time there
// was. It passes for a deadline that ran out, which transports answer with
// "try again" already.
type outage struct {
	unknown bool // a change may or may not have taken effect
	cause   error
}

func (o *outage) Error() string {
	if o.unknown {
		return "postgres: the outcome of a change is unknown: " + o.cause.Error()
	}
	return "postgres: the database is not available: " + o.cause.Error()
}

func (o *outage) Unwrap() error { return o.cause }

func (o *outage) Is(target error) bool { return target == context.DeadlineExceeded }

// errUnsure means that re-reading does not tell whether a change took effect:
// others have saved over it since.
var errUnsure = errors.New("postgres: later changes hide whether this one was saved")

// told is what callers are told of an error that no further try mends.
func told(err error, doubt bool) error {
	if doubt && !certain(err) {
		return &outage{unknown: true, cause: err}
	}
	if lost(err) || conflicted(err) || exhausted(err) {
		return &outage{cause: err}
	}
	return err
}

func state(err error) string {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		return said.Code
	}
	return ""
}

// class is the first half of a SQLSTATE, which names a kind of error.
func class(err error) string { return state(err)[:min(2, len(state(err)))] }

// conflicted reports that a transaction lost against another one and may run
// again at once.
func conflicted(err error) bool {
	switch state(err) {
	case "40001", "40P01": // serialization failure, deadlock
		return true
	}
	return false
}

// demoted reports that a connection leads to a server that takes no writes: a
// leader that lost its place.
func demoted(err error) bool { return state(err) == "25006" || errors.Is(err, errReadOnly) }

// lost reports that the connection or its server is gone, going or no longer
// the leader; another connection may do.
func lost(err error) bool {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch said.Code {
		case "57P01", "57P02", "57P03", "57P05", "25P03", // shutdown, crash, starting; idle for too long
			"53300": // too many connections
			return true
		}
		return class(err) == "08" || demoted(err) // connection exception, also of poolers
	}
	if demoted(err) {
		return true
	}
	if errors.Is(err, context.Canceled) {
		return false
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}

// exhausted reports that the server lacks what it needs for now: disk, memory,
// time, or a lock somebody holds on to.
func exhausted(err error) bool {
	switch class(err) {
	case "53", "57", "58": // resources, operator, system
		return true
	}
	return state(err) == "55P03" // lock not available
}

// isFull reports that the server's disk has no room.
func isFull(err error) bool { return state(err) == "53100" }

// certain reports that err, of a commit, means that nothing was saved. Of
// anything but a plain answer of the server, the outcome is unknown: it may be
// lost on its way to us. pgconn.SafeToRetry is of no use here: with pgx 5.12.0
// a connection that breaks while an answer is read counts as one that was
// never used.
func certain(err error) bool {
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return true
	}
	said, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || said.SeverityUnlocalized != "ERROR" {
		return false
	}
	switch class(err) {
	case "08", "57", "58", "XX":
		return false
	}
	return said.Code != "40003" // statement completion unknown
}

// isUnique reports whether err is a broken unique or primary key.
func isUnique(err error) bool { return state(err) == "23505" }

// broken is the constraint that err says was broken, or nothing.
func broken(err error) string {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		return said.ConstraintName
	}
	return ""
}

// none reports that a query found nothing. A value that no text column can
// hold, such as a zero byte, finds nothing either.
func none(err error) bool { return errors.Is(err, pgx.ErrNoRows) || state(err) == "22021" }
