package conn

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

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

// Unavailable is an outage for a reason that a caller of this package knows.
func Unavailable(cause error) error { return &outage{cause: cause} }

// outageOr is an error that no further try mends, as an outage if it is one.
func outageOr(err error, unanswered bool) error {
	if unanswered && !isRolledBack(err) {
		return &outage{unknown: true, cause: err}
	}
	if isLost(err) || isConflict(err) || isExhausted(err) {
		return &outage{cause: err}
	}
	return err
}

// sqlState is the code of a server's error, or nothing.
func sqlState(err error) string {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return failed.Code
	}
	return ""
}

// class is the first half of a SQLSTATE, which names a kind of error.
func class(err error) string { return sqlState(err)[:min(2, len(sqlState(err)))] }

// isConflict reports that a transaction lost against another one and may run
// again at once.
func isConflict(err error) bool {
	switch sqlState(err) {
	case "40001", "40P01": // serialization failure, deadlock
		return true
	}
	return false
}

// isDemoted reports that a connection leads to a server that takes no writes: a
// leader that lost its place.
func isDemoted(err error) bool { return sqlState(err) == "25006" || errors.Is(err, ErrReadOnly) }

// isLost reports that the connection or its server is gone, going or no longer
// the leader; another connection may do.
func isLost(err error) bool {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch failed.Code {
		case "57P01", "57P02", "57P03", "57P05", "25P03", // shutdown, crash, starting; idle for too long
			"53300": // too many connections
			return true
		}
		return class(err) == "08" || isDemoted(err) || isLostNode(failed) // 08: connection exception, also of poolers
	}
	if isDemoted(err) {
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

// isLostNode reports that an engine that spreads rows lost the connection to
// one of its nodes amid a transaction: Citus calls that an internal error.
func isLostNode(failed *pgconn.PgError) bool {
	return failed.Code == "XX000" && strings.Contains(failed.Message, "connection")
}

// isExhausted reports that the server lacks what it needs for now: disk, memory,
// time, or a lock somebody holds on to.
func isExhausted(err error) bool {
	switch class(err) {
	case "53", "57", "58": // resources, operator, system
		return true
	}
	return sqlState(err) == "55P03" // lock not available
}

// isDiskFull reports that the server's disk has no room.
func isDiskFull(err error) bool { return sqlState(err) == "53100" }

// isRolledBack reports that err, of a commit, means that nothing was saved. Of
// anything but a plain answer of the server, the outcome is unknown: it may be
// lost on its way to us. pgconn.SafeToRetry is of no use here: with pgx 5.12.0
// a connection that breaks while an answer is read counts as one that was
// never used.
func isRolledBack(err error) bool {
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return true
	}
	failed, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || failed.SeverityUnlocalized != "ERROR" {
		return false
	}
	switch class(err) {
	case "08", "57", "58", "XX":
		return false
	}
	return failed.Code != "40003" // statement completion unknown
}

// IsUnique reports whether err is a broken unique or primary key.
func IsUnique(err error) bool { return sqlState(err) == "23505" }

// IsNoRows reports that a query found nothing. A value that no text column can
// hold, such as a zero byte, finds nothing either.
func IsNoRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) || sqlState(err) == "22021" }
