package turn

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Queue is where work waits. Whoever gets a turn serves all that wait: the
// disk is waited for once for all of them, and not at all longer for one who
// comes alone. No goroutine runs when nobody waits.
type Queue[W any] struct {
	serve func([]W) []error
	most  int
	turns chan struct{} // holds one element for each turn that is taken

	mu      sync.Mutex
	waiting []*ticket[W]
}

// ticket is one caller's work.
type ticket[W any] struct {
	work    W
	done    chan error
	started atomic.Bool // by whoever serves, or never: the caller left before
}

// New makes a queue in which as many callers as there are turns serve at once,
// each at most so many pieces of work. serve answers an error for each piece,
// in their order; it must not panic.
func New[W any](turns, most int, serve func([]W) []error) *Queue[W] {
	return &Queue[W]{serve: serve, most: most, turns: make(chan struct{}, turns)}
}

// Do has work served, by itself or by another caller, and answers what serve
// said of it. A caller whose context ends leaves the queue; once the work has
// begun it is waited for.
func (q *Queue[W]) Do(ctx context.Context, work W) error {
	t := &ticket[W]{work: work, done: make(chan error, 1)}
	q.mu.Lock()
	q.waiting = append(q.waiting, t)
	q.mu.Unlock()
	for !t.started.Load() {
		select {
		case q.turns <- struct{}{}:
			q.lead()
			<-q.turns
		case <-ctx.Done():
			if t.started.CompareAndSwap(false, true) {
				return fmt.Errorf("wait for a turn: %w", ctx.Err())
			}
		case err := <-t.done:
			return err
		}
	}
	return <-t.done // whoever serves it says so
}

// lead serves those who wait.
func (q *Queue[W]) lead() {
	all := q.take()
	if len(all) == 0 {
		return
	}
	works := make([]W, len(all))
	for i, t := range all {
		works[i] = t.work
	}
	for i, err := range q.serve(works) {
		all[i].done <- err
	}
}

// take answers what to serve next. Those whose callers left are left out.
func (q *Queue[W]) take() []*ticket[W] {
	q.mu.Lock()
	defer q.mu.Unlock()
	var all []*ticket[W]
	for len(q.waiting) > 0 && len(all) < q.most {
		if t := q.waiting[0]; t.started.CompareAndSwap(false, true) {
			all = append(all, t)
		}
		q.waiting[0], q.waiting = nil, q.waiting[1:]
	}
	return all
}

// Waiting is how much work waits for a turn.
func (q *Queue[W]) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}
