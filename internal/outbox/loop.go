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
	woken   chan struct{}
	slots   chan struct{} // one element for each try under way
	running runningTries  // the same, by merchant
	tries   sync.WaitGroup
	failing bool // the store did not answer last time
}

func (l *loop) wake() {
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

func (l *loop) run(ctx context.Context) {
	defer l.tries.Wait()
	for ctx.Err() == nil {
		l.start(ctx)
		l.waitForWork(ctx)
	}
}

// start claims no more jobs than can be tried at once: a lease must not run
// while its job waits for a worker. Each process shares its own workers among
// merchants, and so all processes together do.
func (l *loop) start(ctx context.Context) {
	share := l.kind.share()
	for l.claim(ctx, l.free(), share) {
	}
	// No merchant within a share has a job waiting now. Those past theirs get
	// the rest, except one share: the next merchant must not wait for them.
	for share > 0 && l.running.reached(share) && l.claim(ctx, l.free()-share, l.kind.Workers) {
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
	jobs, err := l.store.Claim(ctx, l.kind.Name, now, now.Add(l.kind.Lease), limit, Shares{most, l.running.counts()})
	l.noteStore(ctx, err)
	for _, job := range jobs {
		l.slots <- struct{}{}
		l.running.add(job.Merchant, 1)
		l.tries.Go(func() {
			defer func() { l.running.add(job.Merchant, -1); <-l.slots; l.wake() }()
			l.try(ctx, job)
		})
	}
	return err == nil && len(jobs) == limit
}

// waitForWork waits until there may be something to do.
func (l *loop) waitForWork(ctx context.Context) {
	timer := time.NewTimer(l.untilDue(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-l.woken:
	case <-timer.C:
	}
}

func (l *loop) untilDue(ctx context.Context) time.Duration {
	if l.failing || len(l.slots) == l.kind.Workers {
		return l.Poll
	}
	now := l.Now()
	due, ok, err := l.store.Next(ctx, l.kind.Name, now)
	l.noteStore(ctx, err)
	if !ok || err != nil {
		return l.Poll
	}
	return min(l.Poll, due.Sub(now))
}

// noteStore logs an outage of the store once when it begins and once when it
// ends.
func (l *loop) noteStore(ctx context.Context, err error) {
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
