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
// in a queue.
func (l *loop) start(ctx context.Context) {
	for ctx.Err() == nil {
		free := l.kind.Workers - len(l.slots)
		if free == 0 {
			return
		}
		now := l.Now()
		rows, err := l.store.Claim(ctx, l.kind.Name, now, now.Add(l.kind.Lease), free)
		l.storeAnswered(ctx, err)
		for _, row := range rows {
			l.slots <- struct{}{}
			l.tries.Go(func() {
				defer func() { <-l.slots; l.nudge() }()
				l.try(ctx, row)
			})
		}
		if err != nil || len(rows) < free {
			return
		}
	}
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
