package fscksource

import (
	"context"
	"iter"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// selectJobs leaves out the kinds whose subject is no session.
const selectJobs = `SELECT subject, id, kind, seq, attempts, due_at, CASE WHEN waits THEN 1 ELSE 0 END, CASE state WHEN 'dead' THEN 1 ELSE 0 END, reason
	FROM outbox WHERE kind IN ('` + string(hpp.JobCallback) + `', '` + string(hpp.JobRenewal) + `', '` + string(hpp.JobReconcile) + `', '` + string(hpp.JobExpire) + `', '` + string(hpp.JobMerchantImages) + `')
	ORDER BY subject, seq, id`

// Jobs implements fsck.Source.
func (s Snapshot) Jobs(ctx context.Context) iter.Seq2[fsck.Job, error] {
	return list(ctx, s, selectJobs, func(rows Rows) (j fsck.Job, err error) {
		var due, waits, dead int64
		err = rows.Scan(&j.Session, &j.ID, &j.Kind, &j.Seq, &j.Attempts, &due, &waits, &dead, &j.Reason)
		j.Due, j.Waits, j.Dead = fromMillis(due), waits != 0, dead != 0
		return j, err
	})
}

// Published implements fsck.Source.
func (s Snapshot) Published(ctx context.Context) iter.Seq2[fsck.Published, error] {
	const statement = `SELECT subject, event_id, merchant_id, seq, CASE url WHEN '' THEN 0 ELSE 1 END FROM merchant_events ORDER BY subject, event_id`
	return list(ctx, s, statement, func(rows Rows) (p fsck.Published, err error) {
		var called int64
		err = rows.Scan(&p.Session, &p.ID, &p.Merchant, &p.Seq, &called)
		p.Called = called != 0
		return p, err
	})
}

// Tries implements fsck.Source.
func (s Snapshot) Tries(ctx context.Context) iter.Seq2[fsck.Try, error] {
	const statement = `SELECT subject, event_id, endpoint, number, CASE result WHEN 'ok' THEN 1 ELSE 0 END FROM delivery_tries ORDER BY subject, event_id, endpoint, number`
	return list(ctx, s, statement, func(rows Rows) (t fsck.Try, err error) {
		var taken int64
		err = rows.Scan(&t.Session, &t.Event, &t.Endpoint, &t.Number, &taken)
		t.Taken = taken != 0
		return t, err
	})
}

// selectDistributions looks for the job of each: its subject is hpp.Job's. The
// jobs are gathered first, since an engine that spreads rows cannot join those
// that lie by another key.
const selectDistributions = `WITH jobs AS MATERIALIZED (SELECT subject, id FROM outbox
		WHERE kind IN ('` + string(hpp.JobEmail) + `', '` + string(hpp.JobSMS) + `'))
	SELECT d.session_id, d.number, d.method, d.state, CASE WHEN j.id IS NULL THEN 0 ELSE 1 END
	FROM distributions d LEFT JOIN jobs j ON j.subject = d.session_id || '/' || d.distribution_id AND j.id = d.distribution_id
	ORDER BY d.session_id, d.number`

// Distributions implements fsck.Source.
func (s Snapshot) Distributions(ctx context.Context) iter.Seq2[fsck.Distribution, error] {
	return list(ctx, s, selectDistributions, func(rows Rows) (d fsck.Distribution, err error) {
		var job int64
		err = rows.Scan(&d.Session, &d.Number, &d.Method, &d.State, &job)
		d.HasJob = job != 0
		return d, err
	})
}
