package postgres

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	// conflicts is how often a transaction that lost against another runs again.
	conflicts = 5
	// patience is how long a database that went away is waited for.
	patience = 2 * time.Second
	// doubtful is the same where a commit went unanswered: what became of it is
	// worth more, whether or not the caller still waits.
	doubtful = 5 * time.Second
	// within is how long one operation may take in all: longer than a statement
	// may. A server that says nothing for so long is gone.
	within = 6 * time.Second
	// commitWithin bounds a commit. No caller that goes away cuts it short.
	commitWithin = 5 * time.Second
)

// errSilent is why an operation ends that a server kept waiting.
var errSilent = errors.New("postgres: the server says nothing")

// bounded is ctx for one operation.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, within, errSilent)
}

// tries counts what went wrong in one operation.
type tries struct {
	conflicts int
	lostAt    time.Time // the first time
	pause     time.Duration
}

// more waits and reports whether to try again after err.
func (t *tries) more(ctx context.Context, d *DB, err error, doubt bool) bool {
	if isFull(err) {
		d.disk.full.Store(time.Now().UnixNano())
	}
	if conflicted(err) {
		t.conflicts++
		return t.conflicts <= conflicts && pause(ctx, jitter(time.Duration(t.conflicts)*4*time.Millisecond))
	}
	now := time.Now()
	if doubt || lost(err) || errors.Is(context.Cause(ctx), errSilent) {
		d.lost.Store(now.UnixNano())
	}
	if !doubt && !lost(err) {
		return false
	}
	if t.lostAt.IsZero() {
		t.lostAt = now
	}
	limit := patience
	if doubt {
		limit = doubtful
	}
	t.pause = min(2*t.pause+10*time.Millisecond, 250*time.Millisecond)
	return now.Sub(t.lostAt) < limit && pause(ctx, jitter(t.pause))
}

// jitter is between a half and the whole of d, so that those who failed
// together do not come back together.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1) //nolint:gosec // nobody gains from guessing it
}

// pause reports whether ctx lasted as long as d.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
