package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

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
}

// update runs fn inside an immediate transaction. When it returns nil the
// effect is durable; when it returns an error nothing of fn remains. A caller
// whose context ends leaves the queue; once fn has begun it is finished, since
// a statement that is broken off would undo the changes of others.
func (d *DB) update(ctx context.Context, fn func(context.Context, *transaction) error) error {
	err := d.queue.Submit(ctx, &change{context.WithoutCancel(ctx), fn})
	if p, ok := errors.AsType[panicked](err); ok {
		panic(p) // where the caller's function did
	}
	return err
}

// commit makes changes durable together, each all or nothing.
func (d *DB) commit(all []*change) []error {
	failed, err := d.transact(all)
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

// panicked carries a panic from the writer to the caller it belongs to,
// with the stack that only the writer has.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("%v\n\n%s", p.value, p.stack) }
