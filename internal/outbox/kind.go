package outbox

import (
	"context"
	"errors"
	"time"
)

// Kind is how jobs of one name are worked on.
type Kind struct {
	Name string
	// Handle does the work of one job; nil means done. It must stop when the
	// context does, after Timeout. It may run again for a job it has finished.
	Handle func(context.Context, Job) error
	// HandleTry is Handle for a kind whose tries are kept. A nil try means that
	// nothing was tried: that is not kept.
	HandleTry func(context.Context, Job) (*Try, error)
	Timeout   time.Duration // of one try; default 30 s
	// Lease is how long no other process may take the job; default Timeout + 30 s. It
	// must outlast a try and its recording.
	Lease time.Duration
	// Schedule is the wait before each try, the first included: 0, 3 s, 8 s.
	// After as many tries the job is discarded.
	Schedule []time.Duration
	// Endless goes on at the last wait of the schedule and discards only on a
	// Permanent error. The handler's own RetryAfter then replaces the
	// schedule and is no failed try.
	Endless bool
	Workers int // tries at once; default 8
	// Interruptible tries are broken off when the runner stops, count for
	// nothing and are due again at once; others are finished first.
	Interruptible bool
	// Unshared jobs are taken in order of time, whatever their merchant: work
	// that ends at once and waits for no other server.
	Unshared bool
}

const (
	defaultTimeout = 30 * time.Second
	leaseMargin    = 30 * time.Second
	defaultWorkers = 8

	// Waits from jitterFrom on are spread by a fifth either way, so that an
	// outage does not end with all jobs at once; the published short ones are
	// exact.
	jitterFrom  = time.Minute
	jitterShare = 0.2
)

func (k Kind) withDefaults() Kind {
	if k.Timeout <= 0 {
		k.Timeout = defaultTimeout
	}
	if k.Lease <= k.Timeout {
		k.Lease = k.Timeout + leaseMargin
	}
	if k.Workers <= 0 {
		k.Workers = defaultWorkers
	}
	if k.HandleTry == nil {
		handle := k.Handle
		k.HandleTry = func(ctx context.Context, job Job) (*Try, error) { return nil, handle(ctx, job) }
	}
	return k
}

// share is how many workers one merchant gets while others wait, a quarter;
// 0: as many as there are.
func (k Kind) share() int {
	if k.Unshared {
		return 0
	}
	return max(1, k.Workers/4)
}

// Outcome is how one try ended.
type Outcome string

// The outcomes.
const (
	Finished  Outcome = "done"
	Retried   Outcome = "retry"
	Postponed Outcome = "postponed"
	Discarded Outcome = "dead"
)

// judge decides what to record of a try that ended with err. random is in
// [0, 1).
func (k Kind) judge(job Job, err error, random float64) (outcome Outcome, wait time.Duration) {
	if err == nil {
		return Finished, 0
	}
	if isPermanent(err) {
		return Discarded, 0
	}
	if wait, ok := postponement(err); ok {
		return Postponed, wait
	}
	asked, hasAsked := retryAfter(err)
	if hasAsked && k.Endless {
		return Postponed, asked
	}
	tries := job.Attempts + 1
	if tries >= len(k.Schedule) && !k.Endless {
		return Discarded, 0
	}
	return Retried, max(k.wait(tries, random), asked)
}

// wait is the time between a job's nth failed try and the next.
func (k Kind) wait(tries int, random float64) time.Duration {
	if len(k.Schedule) == 0 {
		return jitterFrom
	}
	wait := k.Schedule[min(tries, len(k.Schedule)-1)]
	if wait < jitterFrom {
		return wait
	}
	return wait + time.Duration((2*random-1)*jitterShare*float64(wait))
}

var errNoHandler = errors.New("outbox: a kind needs a name and a handler")
