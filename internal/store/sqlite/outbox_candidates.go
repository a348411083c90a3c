package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
)

// unshared is the one kind whose rows the index by merchant leaves out.
const unshared = `expire`

const (
	candidateColumns = `o.subject, o.id, o.kind, o.merchant_id, o.lease_until, ` + older

	selectCandidates = `SELECT ` + candidateColumns + ` FROM outbox o
		WHERE o.kind = ? AND o.state = 'pending' AND o.waits = 0 AND o.due_at <= ? AND o.lease_until <= ?
		ORDER BY o.due_at LIMIT ?`

	selectMerchantsCandidates = `SELECT ` + candidateColumns + ` FROM outbox o
		WHERE o.kind = ? AND o.state = 'pending' AND o.waits = 0 AND o.kind <> '` + unshared + `' AND o.merchant_id = ?
			AND o.due_at <= ? AND o.lease_until <= ?
		ORDER BY o.due_at LIMIT ?`

	// selectDueMerchants goes from merchant to merchant, however many rows each has.
	selectDueMerchants = `WITH RECURSIVE next (merchant) AS (
			SELECT (SELECT o.merchant_id FROM outbox o WHERE o.kind = ?1 AND o.state = 'pending' AND o.waits = 0 AND o.kind <> '` + unshared + `'
				ORDER BY o.merchant_id LIMIT 1)
			UNION ALL
			SELECT (SELECT o.merchant_id FROM outbox o WHERE o.kind = ?1 AND o.state = 'pending' AND o.waits = 0 AND o.kind <> '` + unshared + `'
				AND o.merchant_id > next.merchant ORDER BY o.merchant_id LIMIT 1) FROM next WHERE next.merchant IS NOT NULL)
		SELECT next.merchant, (SELECT o.due_at FROM outbox o WHERE o.kind = ?1 AND o.state = 'pending' AND o.waits = 0 AND o.kind <> '` + unshared + `'
				AND o.merchant_id = next.merchant AND o.due_at <= ?2 AND o.lease_until <= ?2 ORDER BY o.due_at LIMIT 1) AS due
			FROM next WHERE next.merchant IS NOT NULL AND due IS NOT NULL`
)

func scanCandidate(r *sql.Rows) (c candidate, err error) {
	return c, r.Scan(&c.subject, &c.id, &c.kind, &c.merchant, &c.leaseUntil, &c.blocked)
}

// candidates are the rows to choose from. Where more are due than can be
// claimed, each merchant's are looked at: the oldest may all be one's.
func (o Outbox) candidates(ctx context.Context, kind string, now time.Time, limit int, shares outbox.Shares) ([]candidate, error) {
	most := limit
	if shares.Most > 0 && kind != unshared {
		most++
	}
	rows, err := o.db.read.QueryContext(ctx, selectCandidates, kind, millis(now), millis(now), most)
	found, err := collect(rows, err, scanCandidate)
	if err != nil || len(found) <= limit {
		return found, err
	}
	return o.candidatesByMerchant(ctx, kind, now, limit, shares)
}

func (o Outbox) candidatesByMerchant(ctx context.Context, kind string, now time.Time, limit int, shares outbox.Shares) ([]candidate, error) {
	rows, err := o.db.read.QueryContext(ctx, selectDueMerchants, kind, millis(now))
	waiting, err := collect(rows, err, func(r *sql.Rows) (t outbox.DueMerchant, err error) { return t, r.Scan(&t.Merchant, &t.Due) })
	if err != nil {
		return nil, err
	}
	var found []candidate
	for _, picked := range outbox.PickMerchants(shares, waiting, limit) {
		rows, err := o.db.read.QueryContext(ctx, selectMerchantsCandidates, kind, picked.Merchant, millis(now), millis(now),
			min(limit, shares.Free(picked.Merchant)))
		one, err := collect(rows, err, scanCandidate)
		if err != nil {
			return nil, err
		}
		found = append(found, one...)
	}
	return found, nil
}
