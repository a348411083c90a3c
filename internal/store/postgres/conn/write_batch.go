package conn

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

// maxWriteBatch is how many callers may share one pipeline and its commit. One
// pipeline at a time leaves the server time to fill the next: two take longer
// than one.
const maxWriteBatch = 64

// writeRequest is one caller's statements, to be sent with those of others.
type writeRequest struct {
	ctx     context.Context //nolint:containedctx // of the caller, who waits
	lockKey string          // orders the locks that the statements take, see sendBatch
	queue   QueueFunc
	sent    bool
	known   bool // as send returns it
}

// errBatchFailed means that nothing was saved since another caller's
// statements failed.
var errBatchFailed = errors.New("postgres: sent in a batch in which another request failed")

// newWriteQueue is where callers wait for their batch.
func newWriteQueue(p *Pool) *groupcommit.Queue[*writeRequest] {
	return groupcommit.New(1, maxWriteBatch, p.sendBatch)
}

// WriteBatched is a Pipeline that shares its round trip and its commit with
// those of other callers who wait at the same time, and goes alone when nobody
// does. lockKey names what its statements lock. They should not fail on what
// is stored, since then all are sent again, one by one.
func (p *Pool) WriteBatched(ctx context.Context, lockKey string, queue QueueFunc) (unanswered bool, err error) {
	return p.retryPipeline(ctx, queue, func(ctx context.Context, queue QueueFunc) (bool, error) {
		r := &writeRequest{ctx: ctx, lockKey: lockKey, queue: queue}
		err := p.writes.Submit(ctx, r)
		if errors.Is(err, errBatchFailed) {
			return p.send(ctx, queue)
		}
		return r.known || !r.sent, err
	})
}

// sendBatch sends requests in one pipeline, in the order in which everybody
// takes locks, so that no two batches wait for each other.
func (p *Pool) sendBatch(batch []*writeRequest) []error {
	ctx := batch[0].ctx
	if len(batch) > 1 { // one caller's deadline must not cancel the batch
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
		defer stop()
	}
	ordered := slices.SortedStableFunc(slices.Values(batch), func(a, b *writeRequest) int { return cmp.Compare(a.lockKey, b.lockKey) })
	known, err := p.send(ctx, func(b *pgx.Batch) {
		for _, r := range ordered {
			r.queue(b)
		}
	})
	if len(batch) > 1 && known && sqlState(err) != "" && !isLost(err) {
		err = errBatchFailed
	}
	errs := make([]error, len(batch))
	for i, r := range batch {
		r.sent, r.known, errs[i] = true, known, err
	}
	return errs
}
