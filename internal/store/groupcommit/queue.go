package groupcommit

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Queue is where work waits for its batch. A caller who gets a free slot
// serves all work that waits: the disk is waited for once for all of it, and a
// caller who comes alone does not wait for others. No goroutine runs when
// nobody waits.
type Queue[W any] struct {
	serve    func([]W) []error
	maxBatch int
	slots    chan struct{} // holds one element for each batch under way

	mu      sync.Mutex
	waiting []*request[W]
}

// request is one caller's work.
type request[W any] struct {
	work    W
	done    chan error
	claimed atomic.Bool // by the batch that serves it, or by the caller who leaves
}

// New makes a queue that serves up to concurrency batches at once, each of at
// most maxBatch pieces of work. serve returns an error for each piece, in
// their order; it must not panic.
func New[W any](concurrency, maxBatch int, serve func([]W) []error) *Queue[W] {
	return &Queue[W]{serve: serve, maxBatch: maxBatch, slots: make(chan struct{}, concurrency)}
}

// Submit has work served, by this caller or by another one, and returns what
// serve returned for it. A caller whose context ends leaves the queue; work
// that a batch has taken is waited for.
func (q *Queue[W]) Submit(ctx context.Context, work W) error {
	r := &request[W]{work: work, done: make(chan error, 1)}
	q.mu.Lock()
	q.waiting = append(q.waiting, r)
	q.mu.Unlock()
	for !r.claimed.Load() {
		select {
		case q.slots <- struct{}{}:
			q.serveBatch()
			<-q.slots
		case <-ctx.Done():
			if r.claimed.CompareAndSwap(false, true) {
				return fmt.Errorf("wait for a batch: %w", ctx.Err())
			}
		case err := <-r.done:
			return err
		}
	}
	return <-r.done // the batch that serves it sends this
}

// serveBatch serves the work that waits.
func (q *Queue[W]) serveBatch() {
	batch := q.nextBatch()
	if len(batch) == 0 {
		return
	}
	works := make([]W, len(batch))
	for i, r := range batch {
		works[i] = r.work
	}
	for i, err := range q.serve(works) {
		batch[i].done <- err
	}
}

// nextBatch takes work out of the queue, in the order in which it came. Work
// whose caller has left is dropped.
func (q *Queue[W]) nextBatch() []*request[W] {
	q.mu.Lock()
	defer q.mu.Unlock()
	var batch []*request[W]
	for len(q.waiting) > 0 && len(batch) < q.maxBatch {
		if r := q.waiting[0]; r.claimed.CompareAndSwap(false, true) {
			batch = append(batch, r)
		}
		q.waiting[0], q.waiting = nil, q.waiting[1:]
	}
	return batch
}

// Waiting is how many callers wait for a batch.
func (q *Queue[W]) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}
