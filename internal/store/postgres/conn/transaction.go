package conn

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

type (
	// Work is what one transaction does. It may run more than once.
	Work func(context.Context, pgx.Tx) error
	// WasCommitted tells, inside a later transaction, whether work took effect
	// whose commit went unanswered. It locks what the work had locked, so that
	// it cannot take effect afterwards.
	WasCommitted func(context.Context, pgx.Tx) (bool, error)
)

// Idempotent is the WasCommitted of work that does no harm when it takes
// effect twice.
func Idempotent(context.Context, pgx.Tx) (bool, error) { return false, nil }

// errAlreadyCommitted ends a transaction that finds that there is nothing to do.
var errAlreadyCommitted = errors.New("postgres: committed before")

// Update does work in one transaction. When it returns nil the effect is
// durable; when it returns an error nothing of the work remains, but for an
// outage that says so. Statements decide races by their own conditions or
// under row locks, for which READ COMMITTED is enough.
func (p *Pool) Update(ctx context.Context, work Work, wasCommitted WasCommitted) error {
	_, err := p.retry(ctx, func(ctx context.Context, unanswered bool) (known bool, err error) {
		known, err = p.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
			if unanswered {
				if was, err := p.verifyCommit(ctx, tx, wasCommitted); err != nil || was {
					return err
				}
			}
			return work(ctx, tx)
		})
		if errors.Is(err, errAlreadyCommitted) {
			return true, nil
		}
		return known, err
	})
	return err
}

// verifyCommit runs wasCommitted. Where what it finds may still be on its way
// to a standby, the transaction is to be committed, which waits for that;
// elsewhere errAlreadyCommitted ends it.
func (p *Pool) verifyCommit(ctx context.Context, tx pgx.Tx, wasCommitted WasCommitted) (was bool, err error) {
	waits, err := p.writeBarrier(ctx, tx)
	if err != nil {
		return false, err
	}
	if was, err = wasCommitted(ctx, tx); was && err == nil && !waits {
		err = errAlreadyCommitted
	}
	return was, err
}

// transact is one transaction. known is false when it is unknown whether it
// was committed.
func (p *Pool) transact(ctx context.Context, work Work) (known bool, err error) {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return true, fmt.Errorf("postgres: connect: %w", err)
	}
	defer conn.Release()
	tx, err := conn.BeginTx(ctx, p.begin)
	if err != nil {
		return true, fmt.Errorf("postgres: begin: %w", err)
	}
	err = work(ctx, tx)
	if err == nil {
		err = ctx.Err()
	}
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
	defer stop()
	if err != nil {
		if isDemoted(err) {
			_ = tx.Conn().Close(end) // the next connection may lead to the new leader
		}
		_ = tx.Rollback(end) // one that fails closes the connection, which does the same
		return true, err
	}
	if err := tx.Commit(end); err != nil {
		return isRolledBack(err), fmt.Errorf("postgres: commit: %w", err)
	}
	if wasUnreplicated(conn) {
		return false, errUnreplicated
	}
	return true, nil
}
