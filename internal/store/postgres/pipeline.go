package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// guardPooled is the first statement of a pipeline where the pooler did not
// take the settings of a session, see beginPooled.
const guardPooled = `SELECT set_config('statement_timeout', '5s', true)`

// pipeline sends statements in one round trip. The server takes them for one
// transaction: they are committed together, or none is. They must be such
// that they cannot take effect twice, since after a lost answer they are sent
// again. doubt tells whether the one that ended it was such a repeat.
func (d *DB) pipeline(ctx context.Context, queue func(*pgx.Batch)) (doubt bool, err error) {
	return d.insist(ctx, queue, d.send)
}

// insist sends a pipeline until there is an answer that no further try mends.
func (d *DB) insist(ctx context.Context, queue func(*pgx.Batch),
	send func(context.Context, func(*pgx.Batch)) (sure bool, err error),
) (doubt bool, err error) {
	ctx, stop := bounded(ctx)
	defer stop()
	var t tries
	for {
		sure, err := send(ctx, func(b *pgx.Batch) {
			if doubt {
				queueTrace(b, new(bool))
			}
			queue(b)
		})
		if err == nil {
			return doubt, nil
		}
		if !sure && !doubt {
			doubt = true
			var stop context.CancelFunc
			ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), doubtful)
			defer stop()
		}
		if doubt && isUnique(err) {
			return doubt, d.settled(ctx, err)
		}
		if !t.more(ctx, d, err, !sure) {
			return doubt, told(err, doubt)
		}
	}
}

// settled answers err, which says that an earlier try took effect, once that
// has got as far as it must.
func (d *DB) settled(ctx context.Context, err error) error {
	if _, failed := d.pipeline(ctx, func(b *pgx.Batch) { queueTrace(b, new(bool)) }); failed != nil {
		return &outage{unknown: true, cause: failed}
	}
	return err
}

// send is one try of a pipeline.
func (d *DB) send(ctx context.Context, queue func(*pgx.Batch)) (sure bool, err error) {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return true, fmt.Errorf("postgres: connect: %w", err)
	}
	defer conn.Release()
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
	defer stop()
	var batch pgx.Batch
	if d.pooled {
		batch.Queue(guardPooled)
	}
	queue(&batch)
	err = conn.SendBatch(ctx, &batch).Close()
	switch {
	case err == nil && unreplicated(conn):
		return false, errUnreplicated
	case err == nil:
		return true, nil
	case demoted(err):
		_ = conn.Conn().Close(ctx)
	}
	return certain(err), err
}

// lone is a pipeline of one statement, and how many rows it changed.
func (d *DB) lone(ctx context.Context, sql string, args ...any) (changed int64, doubt bool, err error) {
	doubt, err = d.pipeline(ctx, func(b *pgx.Batch) { counted(b, &changed, sql, args...) })
	return changed, doubt, err
}

// counted queues a statement that tells how many rows it changed.
func counted(b *pgx.Batch, changed *int64, sql string, args ...any) {
	b.Queue(sql, args...).Exec(func(tag pgconn.CommandTag) error {
		*changed = tag.RowsAffected()
		return nil
	})
}

// optionalRow queues a statement whose row, if there is one, is read by scan.
func optionalRow(b *pgx.Batch, scan func(pgx.Row) error, sql string, args ...any) {
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		if err := scan(row); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	})
}
