package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

const (
	// questions is how many reads of one row may share a pipeline.
	questions = 64
	// pipelines of them are under way at once.
	pipelines = 4
)

// question is a caller's query for one row.
type question struct {
	ctx  context.Context //nolint:containedctx // of the caller, who waits
	sql  string
	args []any
	into []any
}

// newQuestions is where callers wait for their pipeline.
func newQuestions(d *DB) *groupcommit.Queue[*question] {
	return groupcommit.New(pipelines, questions, d.answer)
}

// ask reads one row, together with others who ask at the same time: a round
// trip and two processes that wake up take the server longer than a row does.
func (d *DB) ask(ctx context.Context, sql string, args, into []any) error {
	err := d.questions.Submit(ctx, &question{ctx, sql, args, into})
	if errors.Is(err, errApart) {
		return d.pool.QueryRow(ctx, sql, args...).Scan(into...)
	}
	return err
}

// answer reads the rows of questions in one round trip, each once.
func (d *DB) answer(all []*question) []error {
	errs := make([]error, len(all))
	if len(all) == 1 {
		q := all[0]
		errs[0] = d.pool.QueryRow(q.ctx, q.sql, q.args...).Scan(q.into...)
		return errs
	}
	// Nobody's hurry is another's.
	ctx, stop := bounded(context.WithoutCancel(all[0].ctx))
	defer stop()
	var batch pgx.Batch
	for i, q := range all {
		batch.Queue(q.sql, q.args...).QueryRow(func(row pgx.Row) error {
			errs[i] = row.Scan(q.into...)
			if errors.Is(errs[i], pgx.ErrNoRows) {
				return nil
			}
			return errs[i]
		})
	}
	err := d.pool.SendBatch(ctx, &batch).Close()
	if err == nil {
		return errs
	}
	if !lost(err) && !errors.Is(err, context.DeadlineExceeded) {
		err = errApart // one of them cannot be asked, or its answer not be read
	}
	return slices.Repeat([]error{err}, len(all))
}
