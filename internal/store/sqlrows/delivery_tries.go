package sqlrows

import (
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// InsertMerchantEvent keeps an event as its merchant reads it:
// MerchantEventValues.
const InsertMerchantEvent = `INSERT INTO merchant_events (subject, event_id, merchant_id, type, seq, at, order_id, url, body)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// MerchantEventValues are what InsertMerchantEvent takes.
func MerchantEventValues(subject string, merchant hpp.MerchantID, e hpp.MerchantEvent) []any {
	return []any{subject, e.ID, merchant, e.Type, e.Seq, millis(e.At), Storable(e.OrderID), Storable(e.URL), e.Body}
}

// OlderJob holds for a row o of the outbox when one of its subject and kind
// must go first.
const OlderJob = `EXISTS (SELECT 1 FROM outbox e WHERE e.subject = o.subject AND e.kind = o.kind
	AND e.state = 'pending' AND (e.seq, e.id) < (o.seq, o.id))`

// nextTry is the number of a job's next try at an endpoint, its parameter $3.
const nextTry = `(SELECT coalesce(max(t.number), 0) + 1 FROM delivery_tries t
	WHERE t.subject = o.subject AND t.event_id = o.id AND t.endpoint = $3)`

const (
	// InsertTry keeps the try of a lease, if it is still its holder's: TryValues.
	// It goes before the statement that ends the lease.
	InsertTry = `INSERT INTO delivery_tries (subject, event_id, endpoint, number, at, took_ms, result, status, body)
		SELECT o.subject, o.id, $3, ` + nextTry + `, CAST($5 AS BIGINT), CAST($6 AS BIGINT), $7, CAST($8 AS BIGINT), $9
		FROM outbox o WHERE o.subject = $1 AND o.id = $2 AND o.fence = $4 AND o.state = 'pending'`

	// InsertLostTry keeps the try of a lease that ran out, if the job can be
	// claimed: subject, id, endpoint, now, and how long a lease lasts. It goes before the
	// statement that claims the job; of two claimers one keeps it.
	InsertLostTry = `INSERT INTO delivery_tries ` + LostTry + ` WHERE o.subject = $1 AND o.id = $2 AND o.state = 'pending'
		AND o.lease_until > 0 AND o.lease_until <= $4 AND o.due_at <= $4 AND NOT ` + OlderJob + ` ON CONFLICT DO NOTHING`

	// LostTry is what is kept of a row o of the outbox whose lease nobody
	// recorded: its parameters are those of InsertLostTry.
	LostTry = `(subject, event_id, endpoint, number, at, took_ms, result, status, body)
		SELECT o.subject, o.id, $3, ` + nextTry + `, o.lease_until - CAST($5 AS BIGINT), 0, 'lost', 0, '' FROM outbox o`
)

// TryValues are what InsertTry takes of a job whose try is kept.
func TryValues(job outbox.Job) []any {
	return []any{
		job.Subject, job.ID, job.Try.Endpoint, job.Fence, millis(job.Try.At), job.Try.Took.Milliseconds(),
		job.Try.Result, job.Try.Status, Storable(job.Try.Body),
	}
}

// KeepsTries reports whether the tries of a kind of job are kept.
func KeepsTries(kind string) bool { return slices.Contains(hpp.CallbackJobs, hpp.JobKind(kind)) }
