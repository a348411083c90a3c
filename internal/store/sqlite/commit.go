package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

// mostShared bounds how many changes share one commit, so that none waits for
// long behind the others.
const mostShared = 128

// newQueue is where changes wait for the one writer, to be committed
// together.
func newQueue(d *DB) *groupcommit.Queue[*change] { return groupcommit.New(1, mostShared, d.commit) }

// change is one caller's work inside a transaction.
type change struct {
	ctx context.Context // the caller's own, without its end
	fn  func(context.Context, *transaction) error
	// repeatable changes are statements alone: run once more in another
	// transaction they do the same.
	repeatable bool
}

// update runs fn inside an immediate transaction. When it returns nil the
// effect is durable; when it returns an error nothing of fn remains. A caller
// whose context ends leaves the queue; once fn has begun it is finished, since
// a statement that is broken off would undo the changes of others.
func (d *DB) update(ctx context.Context, fn func(context.Context, *transaction) error) error {
	return d.submit(ctx, &change{ctx: context.WithoutCancel(ctx), fn: fn})
}

// updateRepeatable is update for a change that is repeatable.
func (d *DB) updateRepeatable(ctx context.Context, fn func(context.Context, *transaction) error) error {
	return d.submit(ctx, &change{ctx: context.WithoutCancel(ctx), fn: fn, repeatable: true})
}

func (d *DB) submit(ctx context.Context, c *change) error {
	err := d.queue.Submit(ctx, c)
	if p, ok := errors.AsType[panicked](err); ok {
		panic(p) // where the caller's function did
	}
	return err
}

// commit makes changes durable together, each all or nothing. Where all are
// repeatable they run without savepoints first, which cost a tenth of a commit:
// nearly always none fails.
func (d *DB) commit(all []*change) []error {
	run := runner(runWithSavepoints)
	if !slices.ContainsFunc(all, func(c *change) bool { return !c.repeatable }) {
		run = runAll
	}
	failed, err := d.transact(all, run)
	if slices.Contains(failed, errUndone) {
		failed, err = d.transact(all, runWithSavepoints)
	}
	for i := range all {
		failed[i] = errorOf(failed[i], err)
	}
	return failed
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
func (d *DB) transact(all []*change, run runner) (failed []error, err error) {
	failed = make([]error, len(all))
	ctx := context.Background() // the callers' contexts are not each other's
	tx, err := d.write.begin(ctx)
	if err != nil {
		return failed, err
	}
	committed := false
	defer func() {
		if !committed {
			tx.rollback(ctx)
		}
	}()
	if len(all) == 1 {
		if failed[0] = all[0].run(tx); failed[0] != nil {
			return failed, nil
		}
	} else if err := run(ctx, tx, all, failed); err != nil {
		return failed, err
	}
	err = tx.commit(ctx)
	committed = err == nil
	return failed, err
}

// runner runs changes in a transaction, and notes the error of each. Its own
// error means that nothing of the transaction may stay.
type runner func(ctx context.Context, tx *transaction, all []*change, failed []error) error

// errUndone marks a change that undid others, which have to run again.
var errUndone = errors.New("sqlite: a change failed beside others")

// runAll runs changes one after the other. The first that fails ends it, and
// undoes them all.
func runAll(_ context.Context, tx *transaction, all []*change, failed []error) error {
	for i, c := range all {
		if err := c.run(tx); err != nil {
			failed[i] = errUndone
			return err
		}
	}
	return nil
}

// runWithSavepoints runs every change between savepoints, so that one that fails leaves
// nothing and the others stay. An error means that the transaction is gone, as
// when the disk is full.
func runWithSavepoints(ctx context.Context, tx *transaction, all []*change, failed []error) error {
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

// panicked carries a panic from the writer to the caller it belongs to,
// with the stack that only the writer has.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("%v\n\n%s", p.value, p.stack) }
