package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// loop works on one kind.
type loop struct {
	Options
	store   Store
	kind    Kind
	log     *slog.Logger
	wake    chan struct{}
	slots   chan struct{} // one element for each try under way
	held    held          // the same, by merchant
	tries   sync.WaitGroup
	failing bool // the store did not answer last time
}

func (l *loop) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *loop) run(ctx context.Context) {
	defer l.tries.Wait()
	for ctx.Err() == nil {
		l.start(ctx)
		l.rest(ctx)
	}
}

// start claims no more rows than can be tried at once, so that no lease ages
// in a queue. Each process shares out its own workers, so all of them together
// are shared as well.
func (l *loop) start(ctx context.Context) {
	share := l.kind.share()
	for l.claim(ctx, l.free(), share) {
	}
	// Nobody waits now who is within a share. The rest goes to those past
	// theirs, except one share: whoever comes next must not wait for them.
	for share > 0 && l.held.reached(share) && l.claim(ctx, l.free()-share, l.kind.Workers) {
	}
}

func (l *loop) free() int { return l.kind.Workers - len(l.slots) }

// claim starts up to limit tries, with at most so many of one merchant under
// way. It reports whether there may be more to claim.
func (l *loop) claim(ctx context.Context, limit, most int) bool {
	if limit <= 0 || ctx.Err() != nil {
		return false
	}
	now := l.Now()
	rows, err := l.store.Claim(ctx, l.kind.Name, now, now.Add(l.kind.Lease), limit, Shares{most, l.held.counts()})
	l.storeAnswered(ctx, err)
	for _, row := range rows {
		l.slots <- struct{}{}
		l.held.add(row.Merchant, 1)
		l.tries.Go(func() {
			defer func() { l.held.add(row.Merchant, -1); <-l.slots; l.nudge() }()
			l.try(ctx, row)
		})
	}
	return err == nil && len(rows) == limit
}

// rest waits until there may be something to do.
func (l *loop) rest(ctx context.Context) {
	timer := time.NewTimer(l.pause(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-l.wake:
	case <-timer.C:
	}
}

func (l *loop) pause(ctx context.Context) time.Duration {
	if l.failing || len(l.slots) == l.kind.Workers {
		return l.Poll
	}
	now := l.Now()
	due, ok, err := l.store.Next(ctx, l.kind.Name, now)
	l.storeAnswered(ctx, err)
	if !ok || err != nil {
		return l.Poll
	}
	return min(l.Poll, due.Sub(now))
}

// storeAnswered logs the beginning and the end of an outage, not its length
// in seconds.
func (l *loop) storeAnswered(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	if err != nil && !l.failing {
		l.log.Error("outbox store fails", "error", err)
	}
	if err == nil && l.failing {
		l.log.Info("outbox store answers again")
	}
	l.failing = err != nil
}
