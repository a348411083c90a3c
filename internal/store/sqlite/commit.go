package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// mostShared bounds how many changes share one commit, so that none waits for
// long behind the others.
const mostShared = 128

// queue is where changes wait for the writer's turn. Whoever gets the turn
// commits for all that wait: the disk is waited for once for all of them, and
// not at all longer for one that comes alone.
type queue struct {
	turn chan struct{} // holds one token while somebody writes

	mu      sync.Mutex
	waiting []*change
}

func newQueue() queue { return queue{turn: make(chan struct{}, 1)} }

// change is one caller's work inside a transaction.
type change struct {
	ctx     context.Context // the caller's own, without its end
	fn      func(context.Context, *transaction) error
	done    chan error
	started atomic.Bool // by the writer, or never: the caller gave up before
}

// update runs fn inside an immediate transaction. When it returns nil the
// effect is durable; when it returns an error nothing of fn remains. A caller
// whose context ends leaves the queue; once fn has begun it is finished, since
// a statement that is broken off would undo the changes of others.
func (d *DB) update(ctx context.Context, fn func(context.Context, *transaction) error) error {
	c := &change{ctx: context.WithoutCancel(ctx), fn: fn, done: make(chan error, 1)}
	d.queue.mu.Lock()
	d.queue.waiting = append(d.queue.waiting, c)
	d.queue.mu.Unlock()
	for {
		select {
		case err := <-c.done:
			return raised(err)
		default: // before taking a turn for nothing
		}
		select {
		case err := <-c.done:
			return raised(err)
		case d.queue.turn <- struct{}{}:
			d.commit(d.queue.take())
			<-d.queue.turn
		case <-ctx.Done():
			if c.started.CompareAndSwap(false, true) {
				return fmt.Errorf("sqlite: wait for the writer: %w", ctx.Err())
			}
			return raised(<-c.done)
		}
	}
}

// take answers the changes to commit next. Those whose callers gave up are
// left out.
func (q *queue) take() []*change {
	q.mu.Lock()
	defer q.mu.Unlock()
	var all []*change
	for len(q.waiting) > 0 && len(all) < mostShared {
		if c := q.waiting[0]; c.started.CompareAndSwap(false, true) {
			all = append(all, c)
		}
		q.waiting[0], q.waiting = nil, q.waiting[1:]
	}
	return all
}

// commit makes changes durable together, each all or nothing.
func (d *DB) commit(all []*change) {
	if len(all) == 0 {
		return
	}
	failed, err := d.transact(all)
	for i, c := range all {
		c.done <- errorOf(failed[i], err)
	}
}

// errorOf is a change's own error, or else what befell all of them.
func errorOf(own, all error) error {
	if own != nil {
		return own
	}
	return all
}

// transact runs the changes in one transaction. It answers the error of each,
// and the one that undid them all.
func (d *DB) transact(all []*change) (failed []error, err error) {
	failed = make([]error, len(all))
	ctx := context.Background() // the callers' contexts are not each other's
	begun, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return failed, fmt.Errorf("sqlite: begin: %w", err)
	}
	defer func() { _ = begun.Rollback() }() // nothing, once it is committed
	tx := &transaction{begun, d.changes}
	if len(all) == 1 {
		if failed[0] = all[0].run(tx); failed[0] != nil {
			return failed, nil
		}
	} else if err := each(ctx, tx, all, failed); err != nil {
		return failed, err
	}
	if err := tx.Commit(); err != nil {
		return failed, fmt.Errorf("sqlite: commit: %w", err)
	}
	return failed, nil
}

// each runs every change between savepoints, so that one that fails leaves
// nothing and the others stay. An error means that the transaction is gone, as
// when the disk is full.
func each(ctx context.Context, tx *transaction, all []*change, failed []error) error {
	for i, c := range all {
		if _, err := tx.ExecContext(ctx, "SAVEPOINT change"); err != nil {
			return fmt.Errorf("sqlite: savepoint: %w", err)
		}
		end := "RELEASE change"
		if failed[i] = c.run(tx); failed[i] != nil {
			end = "ROLLBACK TO change; RELEASE change"
		}
		if _, err := tx.ExecContext(ctx, end); err != nil {
			return errors.Join(fmt.Errorf("sqlite: %s: %w", end, err), failed[i])
		}
	}
	return nil
}

// run calls the caller's function. A panic is the caller's alone.
func (c *change) run(tx *transaction) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked{p, debug.Stack()}
		}
	}()
	return c.fn(c.ctx, tx)
}

// panicked carries a panic from the writer's turn to the caller it belongs to,
// with the stack that only the writer's turn has.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("%v\n\n%s", p.value, p.stack) }

// raised panics where the caller's function did.
func raised(err error) error {
	if p, ok := errors.AsType[panicked](err); ok {
		panic(p)
	}
	return err
}
