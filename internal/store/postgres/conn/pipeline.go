package conn

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// limitPooled is the first statement of a pipeline where the pooler did not
// take the settings of a session, see beginPooled.
const limitPooled = `SELECT set_config('statement_timeout', '5s', true)`

// QueueFunc puts the statements of a pipeline into a batch.
type QueueFunc func(*pgx.Batch)

// Pipeline sends statements in one round trip and one transaction: all are
// committed, or none is. They must be such that they cannot take effect twice,
// since after a lost answer they are sent again. unanswered tells that the
// pipeline that was answered was such a repeat.
func (p *Pool) Pipeline(ctx context.Context, queue QueueFunc) (unanswered bool, err error) {
	return p.retryPipeline(ctx, queue, p.send)
}

// retryPipeline is Pipeline by a given way to send it once.
func (p *Pool) retryPipeline(ctx context.Context, queue QueueFunc,
	send func(context.Context, QueueFunc) (known bool, err error),
) (unanswered bool, err error) {
	unanswered, err = p.retry(ctx, func(ctx context.Context, unanswered bool) (bool, error) {
		return send(ctx, func(b *pgx.Batch) {
			if unanswered {
				p.queueBarrier(b, new(bool))
			}
			queue(b)
		})
	})
	if unanswered && IsUnique(err) {
		err = p.settle(ctx, err)
	}
	return unanswered, err
}

// settle returns err, which says that an earlier try took effect, once that
// has reached every standby that it must.
func (p *Pool) settle(ctx context.Context, err error) error {
	if _, failed := p.Pipeline(context.WithoutCancel(ctx), func(b *pgx.Batch) { p.queueBarrier(b, new(bool)) }); failed != nil {
		return &outage{unknown: true, cause: failed}
	}
	return err
}

// send is one try of a pipeline.
func (p *Pool) send(ctx context.Context, queue QueueFunc) (known bool, err error) {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return true, fmt.Errorf("postgres: connect: %w", err)
	}
	defer conn.Release()
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
	defer stop()
	err = conn.SendBatch(ctx, p.oneTransaction(queue)).Close()
	switch {
	case err == nil && wasUnreplicated(conn):
		return false, errUnreplicated
	case err == nil:
		return true, nil
	case isDemoted(err):
		_ = conn.Conn().Close(ctx)
	case conn.Conn().PgConn().TxStatus() == txFailed:
		// Ended here, since the pool closes a connection with an open transaction.
		_, _ = conn.Exec(ctx, rollback)
		return true, err
	}
	return isRolledBack(err), err
}

const (
	begin    = "begin"
	commit   = "commit"
	rollback = "rollback"
	txFailed = 'E' // the state of a transaction in which a statement failed
)

// oneTransaction puts the statements of a pipeline between BEGIN and COMMIT,
// still for one round trip. PostgreSQL takes a pipeline for one transaction as
// it is; an engine that spreads rows over nodes sends each statement to its
// node and commits it there, unless a transaction was begun.
func (p *Pool) oneTransaction(queue QueueFunc) *pgx.Batch {
	var statements, batch pgx.Batch
	queue(&statements)
	single := statements.Len() == 1
	if !single {
		batch.Queue(begin)
	}
	if p.pooled {
		batch.Queue(limitPooled)
	}
	batch.QueuedQueries = append(batch.QueuedQueries, statements.QueuedQueries...)
	if !single {
		batch.Queue(commit)
	}
	return &batch
}

// ExecOnce is a pipeline of one statement, and how many rows it changed.
func (p *Pool) ExecOnce(ctx context.Context, sql string, args ...any) (changed int64, unanswered bool, err error) {
	unanswered, err = p.Pipeline(ctx, func(b *pgx.Batch) { QueueCounted(b, &changed, sql, args...) })
	return changed, unanswered, err
}

// QueueCounted queues a statement that tells how many rows it changed.
func QueueCounted(b *pgx.Batch, changed *int64, sql string, args ...any) {
	b.Queue(sql, args...).Exec(func(tag pgconn.CommandTag) error {
		*changed = tag.RowsAffected()
		return nil
	})
}

// QueueOptionalRow queues a statement whose row, if there is one, scan reads.
func QueueOptionalRow(b *pgx.Batch, scan func(pgx.Row) error, sql string, args ...any) {
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		if err := scan(row); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	})
}
