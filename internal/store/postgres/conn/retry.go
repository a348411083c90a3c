package conn

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	// maxConflicts is how often a transaction that lost against another runs again.
	maxConflicts = 5
	// reconnectWithin is how long a database that went away is waited for.
	reconnectWithin = 2 * time.Second
	// verifyWithin is the same where a commit went unanswered: what became of
	// it is worth more, whether or not the caller still waits.
	verifyWithin = 5 * time.Second
	// operationWithin is how long one operation may take in all: longer than a
	// statement may. A server that says nothing for so long is gone.
	operationWithin = 6 * time.Second
	// commitWithin bounds a commit. No caller that goes away cuts it short.
	commitWithin = 5 * time.Second
)

// errSilent is why an operation ends that a server kept waiting.
var errSilent = errors.New("postgres: the server says nothing")

// withLimit is ctx for one operation.
func withLimit(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, operationWithin, errSilent)
}

// retry runs try until it succeeds or no further try would help. try is told
// whether an earlier one went unanswered, and returns whether the outcome of
// its own is known. From the first unanswered try on, the caller's own hurry
// counts no more. retry returns whether any try went unanswered.
func (p *Pool) retry(ctx context.Context, try func(ctx context.Context, unanswered bool) (known bool, err error)) (unanswered bool, err error) {
	ctx, stop := withLimit(ctx)
	defer stop()
	var r retries
	for {
		known, err := try(ctx, unanswered)
		if err == nil {
			return unanswered, nil
		}
		if !known && !unanswered {
			unanswered = true
			var stop context.CancelFunc
			ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), verifyWithin)
			defer stop()
		}
		if !r.shouldRetry(ctx, p, err, known) {
			return unanswered, outageOr(err, unanswered)
		}
	}
}

// read runs query until it is answered: what changes nothing may run twice.
func (p *Pool) read(ctx context.Context, query func(context.Context) error) error {
	_, err := p.retry(ctx, func(ctx context.Context, _ bool) (bool, error) { return true, query(ctx) })
	return err
}

// retries counts what went wrong in one operation.
type retries struct {
	conflicts int
	lostAt    time.Time // the first time
	pause     time.Duration
}

// shouldRetry waits and reports whether to try again after err.
func (r *retries) shouldRetry(ctx context.Context, p *Pool, err error, known bool) bool {
	if isDiskFull(err) {
		p.disk.full.Store(time.Now().UnixNano())
	}
	if isConflict(err) {
		r.conflicts++
		return r.conflicts <= maxConflicts && Pause(ctx, jitter(time.Duration(r.conflicts)*4*time.Millisecond))
	}
	now := time.Now()
	lost := !known || isLost(err)
	if lost || errors.Is(context.Cause(ctx), errSilent) {
		p.lastLost.Store(now.UnixNano())
	}
	if !lost {
		return false
	}
	if r.lostAt.IsZero() {
		r.lostAt = now
	}
	limit := reconnectWithin
	if !known {
		limit = verifyWithin
	}
	r.pause = min(2*r.pause+10*time.Millisecond, 250*time.Millisecond)
	return now.Sub(r.lostAt) < limit && Pause(ctx, jitter(r.pause))
}

// jitter is between a half and the whole of d, so that those who failed
// together do not come back together.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1) //nolint:gosec // nobody gains from guessing it
}

// Pause waits for d and reports whether ctx lasted as long.
func Pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
