package conn

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

const (
	// maxReadBatch is how many reads of one row may share a pipeline.
	maxReadBatch = 64
	// readBatches is how many of these pipelines may be under way at once.
	readBatches = 4
)

// rowRead is a caller's query for one row.
type rowRead struct {
	ctx  context.Context //nolint:containedctx // of the caller, who waits
	sql  string
	args []any
	into []any
}

// newReadQueue is where callers wait for their batch.
func newReadQueue(p *Pool) *groupcommit.Queue[*rowRead] {
	return groupcommit.New(readBatches, maxReadBatch, p.serveReads)
}

// readBatched reads one row, together with others who read at the same time: a
// round trip and two processes that wake up take the server longer than a row
// does.
func (p *Pool) readBatched(ctx context.Context, sql string, args, into []any) error {
	err := p.reads.Submit(ctx, &rowRead{ctx, sql, args, into})
	if errors.Is(err, errBatchFailed) {
		return p.pool.QueryRow(ctx, sql, args...).Scan(into...)
	}
	return err
}

// serveReads reads the rows of a batch in one round trip.
func (p *Pool) serveReads(batch []*rowRead) []error {
	errs := make([]error, len(batch))
	if len(batch) == 1 {
		r := batch[0]
		errs[0] = p.pool.QueryRow(r.ctx, r.sql, r.args...).Scan(r.into...)
		return errs
	}
	// One caller's deadline must not cancel the batch.
	ctx, stop := withLimit(context.WithoutCancel(batch[0].ctx))
	defer stop()
	var queries pgx.Batch
	for i, r := range batch {
		queries.Queue(r.sql, r.args...).QueryRow(func(row pgx.Row) error {
			errs[i] = row.Scan(r.into...)
			if errors.Is(errs[i], pgx.ErrNoRows) {
				return nil
			}
			return errs[i]
		})
	}
	err := p.pool.SendBatch(ctx, &queries).Close()
	if err == nil {
		return errs
	}
	if !isLost(err) && !errors.Is(err, context.DeadlineExceeded) {
		err = errBatchFailed // one query is refused, or its row cannot be read
	}
	return slices.Repeat([]error{err}, len(batch))
}
