package outbox

import (
	"context"
	"errors"
	"time"
)

// Row is one piece of work under lease. Times are UTC milliseconds.
type Row struct {
	Subject   string // what the work belongs to, such as a session's id
	ID        string // unique within the subject
	Kind      string
	Merchant  string // whose work it is; "" of rows that older programs wrote
	Seq       int64  // order within subject and kind
	Payload   []byte
	Attempts  int // tries that were counted before this one
	Due       time.Time
	CreatedAt time.Time
	Fence     int64 // names this lease; a later one has another
}

// Store keeps rows. Each method is one transaction. Of each subject and kind
// only the oldest pending row can be claimed, by one claimer at a time.
type Store interface {
	// Claim leases up to limit rows of a kind that are due and free until
	// leaseUntil, as far as the shares let it. A lease that ran out is free
	// again.
	Claim(ctx context.Context, kind string, now, leaseUntil time.Time, limit int, shares Shares) ([]Row, error)
	// Done removes a row whose work is finished. It and the three below end
	// the lease; they change nothing and answer ErrStale when the lease is no
	// longer the row's.
	Done(ctx context.Context, row Row) error
	// Retry counts a failed try and makes the row due again later.
	Retry(ctx context.Context, row Row, due time.Time, reason string) error
	// Postpone makes the row due later and counts nothing.
	Postpone(ctx context.Context, row Row, due time.Time, reason string) error
	// Bury gives the row up: it stays, blocks nobody, and can be replayed.
	Bury(ctx context.Context, row Row, now time.Time, reason string) error
	// Next is when the next row of a kind becomes due after the given moment.
	Next(ctx context.Context, kind string, after time.Time) (due time.Time, ok bool, err error)
}

// ErrStale means that a lease was lost: it ran out and somebody else has the
// row, or has finished it.
var ErrStale = errors.New("outbox: the lease is no longer held")

// Graveyard is what operators see of the rows, and where those lie that were
// given up.
type Graveyard interface {
	// Buried lists a kind's rows, the last given up first. Their Due is when
	// that was.
	Buried(ctx context.Context, kind string, limit int) ([]Buried, error)
	// Waiting lists a kind's rows that are still to be done, the next first.
	Waiting(ctx context.Context, kind string, limit int) ([]Waiting, error)
	// Replay makes a row pending, due now, with its tries forgotten. It
	// answers ErrNotBuried for any other row.
	Replay(ctx context.Context, subject, id string, now time.Time) error
}

// Buried is a row that was given up, and why.
type Buried struct {
	Row
	Reason string
}

// Waiting is a row that is still to be done, and why the last try failed.
type Waiting struct {
	Row
	Reason string // empty: it was not tried, or has not failed
	Behind bool   // an older one of the same subject goes first
}

// ErrNotBuried means that there is no such row to replay.
var ErrNotBuried = errors.New("outbox: no such row was given up")
