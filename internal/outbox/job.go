package outbox

import (
	"context"
	"errors"
	"time"
)

// Job is one piece of work under lease. Times are UTC milliseconds.
type Job struct {
	Subject   string // what the work belongs to, such as a session's id
	ID        string // unique within the subject
	Kind      string
	Merchant  string // whose work it is; "" of jobs that older programs wrote
	Seq       int64  // order within subject and kind
	Payload   []byte
	Attempts  int // tries that were counted before this one
	Due       time.Time
	CreatedAt time.Time
	Fence     int64 // names this lease; a later one has another
	// Try is what the try under this lease came to: it is kept with the record
	// that ends the lease, and only if that is recorded. Nil: nothing is kept.
	Try *Try
}

// Try is one try as it is kept, for kinds that keep theirs.
type Try struct {
	Endpoint string // where it went
	Result   string // one word of the handler's; Lost is the runner's own
	Status   int    // of the answer; 0: there was none
	Body     string // the beginning of the answer, text
	// At and Took are the runner's: the start, and the time until the handler's end.
	At   time.Time
	Took time.Duration
}

// Lost is the result of a try that nobody recorded: its process died, or was so
// slow that its lease ran out. What it did is unknown.
const Lost = "lost"

// Store keeps jobs. Each method is one transaction. Of each subject and kind
// only the oldest pending job can be claimed, by one claimer at a time.
type Store interface {
	// Claim leases up to limit jobs of a kind that are due and free until
	// leaseUntil, as far as the shares let it. A lease that ran out is free
	// again; of a kind whose tries are kept its try is kept as Lost.
	Claim(ctx context.Context, kind string, now, leaseUntil time.Time, limit int, shares Shares) ([]Job, error)
	// Done removes a job whose work is finished. It and the three below end
	// the lease and, but for Postpone, keep the job's Try; they change nothing
	// and answer ErrStale when the lease is no longer the job's.
	Done(ctx context.Context, job Job) error
	// Retry counts a failed try and makes the job due again later.
	Retry(ctx context.Context, job Job, due time.Time, reason string) error
	// Postpone makes the job due later and counts nothing.
	Postpone(ctx context.Context, job Job, due time.Time, reason string) error
	// Discard makes a dead letter of the job: it stays, blocks no other, and can
	// be replayed.
	Discard(ctx context.Context, job Job, now time.Time, reason string) error
	// Next is when the next job of a kind becomes due after the given moment.
	Next(ctx context.Context, kind string, after time.Time) (due time.Time, ok bool, err error)
}

// ErrStale means that a lease was lost: it ran out, and another process has
// the job or has finished it.
var ErrStale = errors.New("outbox: the lease is no longer held")

// Admin is what operators see of the jobs, and how they bring one back.
type Admin interface {
	// DeadLetters lists those of a kind, the last discarded first. Their Due is
	// when that was.
	DeadLetters(ctx context.Context, kind string, limit int) ([]DeadLetter, error)
	// Waiting lists a kind's jobs that are still to be done, the next first.
	Waiting(ctx context.Context, kind string, limit int) ([]Waiting, error)
	// Replay makes a job pending, due now, with its tries forgotten. It
	// answers ErrNoDeadLetter for any other job.
	Replay(ctx context.Context, subject, id string, now time.Time) error
}

// DeadLetter is a job that was discarded, and why.
type DeadLetter struct {
	Job
	Reason string
}

// Waiting is a job that is still to be done, and why the last try failed.
type Waiting struct {
	Job
	Reason string // empty: it was not tried, or has not failed
	Behind bool   // an older job of the same subject goes first
}

// ErrNoDeadLetter means that there is no such dead letter to replay.
var ErrNoDeadLetter = errors.New("outbox: no such dead letter")
