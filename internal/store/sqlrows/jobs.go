package sqlrows

import (
	"context"

	"github.com/openhpp/openhpp/internal/outbox"
)

const (
	// InsertJob adds a job to the outbox: subject, id, kind, merchant, number,
	// due, payload and made; times in Unix milliseconds.
	InsertJob = `INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	// JobColumns are what ScanJob reads.
	JobColumns = `subject, id, kind, merchant_id, seq, payload, attempts, due_at, created_at, fence`

	selectBacklog = `SELECT kind, count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'dead'),
		min(due_at) FILTER (WHERE state = 'pending') FROM outbox GROUP BY kind ORDER BY kind`
	selectWaiting = `SELECT ` + JobColumns + `, reason, waits FROM outbox
		WHERE kind = $1 AND state = 'pending' ORDER BY due_at, subject, seq, id LIMIT $2`
	// SelectDeadLetters lists the newest dead letters of a kind, at most so many.
	SelectDeadLetters = `SELECT ` + JobColumns + `, reason FROM outbox WHERE kind = $1 AND state = 'dead' ORDER BY due_at DESC LIMIT $2`
)

// ScanJob reads JobColumns, and what else the query selects after them.
func ScanJob(row Row, further ...any) (job outbox.Job, err error) {
	var due, created int64
	into := []any{&job.Subject, &job.ID, &job.Kind, &job.Merchant, &job.Seq, &job.Payload, &job.Attempts, &due, &created, &job.Fence}
	err = row.Scan(append(into, further...)...)
	job.Due, job.CreatedAt = fromMillis(due), fromMillis(created)
	return job, err
}

// JobLists are the outbox's lists for an operator. How jobs are claimed and
// recorded is each engine's own.
type JobLists struct{ db Engine }

// JobLists answers the outbox's lists.
func (s Stores) JobLists() JobLists { return JobLists{s.engine} }

// Backlog answers the jobs that wait and the dead letters, by kind.
func (l JobLists) Backlog(ctx context.Context) ([]outbox.Backlog, error) {
	return list(ctx, l.db, func(row Row) (b outbox.Backlog, err error) {
		var due *int64
		err = row.Scan(&b.Kind, &b.Pending, &b.DeadLetters, &due)
		b.Due = fromOptional(due)
		return b, err
	}, selectBacklog)
}

// Waiting implements outbox.Admin.
func (l JobLists) Waiting(ctx context.Context, kind string, limit int) ([]outbox.Waiting, error) {
	return list(ctx, l.db, func(row Row) (w outbox.Waiting, err error) {
		w.Job, err = ScanJob(row, &w.Reason, &w.Behind)
		return w, err
	}, selectWaiting, kind, limit)
}

// DeadLetters implements outbox.Admin.
func (l JobLists) DeadLetters(ctx context.Context, kind string, limit int) ([]outbox.DeadLetter, error) {
	return list(ctx, l.db, func(row Row) (d outbox.DeadLetter, err error) {
		d.Job, err = ScanJob(row, &d.Reason)
		return d, err
	}, SelectDeadLetters, kind, limit)
}
