package measure

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrDone is a worker's answer when nothing is left to do.
var ErrDone = errors.New("measure: nothing is left to do")

// Worker is one client: it takes its next step when the last one is over.
type Worker interface {
	// Step does one piece of work. An answer that is not the one wanted is an
	// error: a rate with failures in it is none.
	Step() error
	Close() error
}

// Plan is how a loop runs.
type Plan struct {
	Clients int
	Warm    time.Duration // steps that begin in it are not counted
	Span    time.Duration // of those that are
}

// Load runs a plan with a worker for each client. It ends early when the
// workers have nothing left to do, and fails with the first step that does.
func Load(ctx context.Context, p Plan, open func(client int) (Worker, error)) (Result, error) {
	workers := make([]Worker, p.Clients)
	defer func() {
		for _, w := range workers {
			if w != nil {
				_ = w.Close()
			}
		}
	}()
	for i := range workers {
		var err error
		if workers[i], err = open(i); err != nil {
			return Result{}, err
		}
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	from := time.Now().Add(p.Warm)
	until := from.Add(p.Span)
	tallies := make([]tally, p.Clients)
	var running sync.WaitGroup
	for i, w := range workers {
		running.Go(func() {
			if err := tallies[i].run(ctx, w, from, until); err != nil {
				fail(err)
			}
		})
	}
	running.Wait()
	if err := context.Cause(ctx); err != nil {
		return Result{}, err
	}
	return sum(p.Clients, from, tallies)
}

// tally is what one client saw.
type tally struct {
	took []time.Duration
	last time.Time // when the last counted step ended
}

func (t *tally) run(ctx context.Context, w Worker, from, until time.Time) error {
	for ctx.Err() == nil {
		begin := time.Now()
		if !begin.Before(until) {
			return nil
		}
		if err := w.Step(); errors.Is(err, ErrDone) {
			return nil
		} else if err != nil {
			return err
		}
		if end := time.Now(); !begin.Before(from) {
			t.took, t.last = append(t.took, end.Sub(begin)), end
		}
	}
	return nil
}
