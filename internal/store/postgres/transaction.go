package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

type (
	// act is the work of one transaction. It may run more than once.
	act func(context.Context, pgx.Tx) error
	// check tells, inside a later transaction, whether an act took effect whose
	// commit went unanswered. It locks what that one had locked, so that it
	// cannot take effect afterwards.
	check func(context.Context, pgx.Tx) (bool, error)
)

// again is the check of acts that do no harm when they take effect twice.
func again(context.Context, pgx.Tx) (bool, error) { return false, nil }

// errSaved ends a transaction whose check found that there is nothing to do.
var errSaved = errors.New("postgres: saved before")

// update runs do in one transaction. When it returns nil the effect is
// durable; when it returns an error nothing of do remains, but for an outage
// that says so. Statements decide races by their own conditions or under row
// locks, for which READ COMMITTED is enough.
func (d *DB) update(ctx context.Context, do act, saved check) error {
	ctx, stop := bounded(ctx)
	defer stop()
	var t tries
	doubt := false
	for {
		sure, err := d.attempt(ctx, func(ctx context.Context, tx pgx.Tx) error {
			if doubt {
				if was, err := found(ctx, tx, saved); err != nil || was {
					return err
				}
			}
			return do(ctx, tx)
		})
		if err == nil || errors.Is(err, errSaved) {
			return nil
		}
		if !sure && !doubt {
			doubt = true
			var stop context.CancelFunc
			ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), doubtful)
			defer stop()
		}
		if !t.more(ctx, d, err, !sure) {
			return told(err, doubt)
		}
	}
}

// found runs a check. Where what it finds may still be on its way to a
// standby, the transaction is to be committed, which waits for that; elsewhere
// errSaved ends it.
func found(ctx context.Context, tx pgx.Tx, saved check) (was bool, err error) {
	waits, err := trace(ctx, tx)
	if err != nil {
		return false, err
	}
	if was, err = saved(ctx, tx); was && err == nil && !waits {
		err = errSaved
	}
	return was, err
}

// attempt is one transaction. sure is false when it is unknown whether it was
// committed.
func (d *DB) attempt(ctx context.Context, do act) (sure bool, err error) {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return true, fmt.Errorf("postgres: connect: %w", err)
	}
	defer conn.Release()
	tx, err := conn.BeginTx(ctx, d.begin)
	if err != nil {
		return true, fmt.Errorf("postgres: begin: %w", err)
	}
	err = do(ctx, tx)
	if err == nil {
		err = ctx.Err()
	}
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
	defer stop()
	if err != nil {
		if demoted(err) {
			_ = tx.Conn().Close(end) // the next connection may lead to the new leader
		}
		_ = tx.Rollback(end) // one that fails closes the connection, which does the same
		return true, err
	}
	if err := tx.Commit(end); err != nil {
		return certain(err), fmt.Errorf("postgres: commit: %w", err)
	}
	if unreplicated(conn) {
		return false, errUnreplicated
	}
	return true, nil
}

// read asks until there is an answer: what changes nothing may be asked twice.
func (d *DB) read(ctx context.Context, ask func(context.Context) error) error {
	ctx, stop := bounded(ctx)
	defer stop()
	var t tries
	for {
		err := ask(ctx)
		if err == nil || !t.more(ctx, d, err, false) {
			return told(err, false)
		}
	}
}
