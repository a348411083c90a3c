package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// unshared is the one kind whose rows the index by merchant leaves out.
const unshared = `expire`

const (
	candidateColumns = `o.subject, o.id, o.kind, o.seq, ` + older + `, o.merchant_id, o.lease_until`
	selectCandidates = `SELECT ` + candidateColumns + ` FROM outbox o
		WHERE o.kind = $1 AND o.state = 'pending' AND NOT o.waits AND o.due_at <= $2 AND o.lease_until <= $2
		ORDER BY o.due_at LIMIT $3`

	selectMerchantsCandidates = `SELECT ` + candidateColumns + ` FROM outbox o
		WHERE o.kind = $1 AND o.state = 'pending' AND NOT o.waits AND o.kind <> '` + unshared + `' AND o.merchant_id = $4
			AND o.due_at <= $2 AND o.lease_until <= $2
		ORDER BY o.due_at LIMIT $3`

	// selectDueMerchants goes from merchant to merchant, however many rows each has.
	selectDueMerchants = `WITH RECURSIVE next (merchant) AS (
			(SELECT o.merchant_id FROM outbox o WHERE o.kind = $1 AND o.state = 'pending' AND NOT o.waits AND o.kind <> '` + unshared + `'
				ORDER BY o.merchant_id LIMIT 1)
			UNION ALL
			SELECT (SELECT o.merchant_id FROM outbox o WHERE o.kind = $1 AND o.state = 'pending' AND NOT o.waits AND o.kind <> '` + unshared + `'
				AND o.merchant_id > next.merchant ORDER BY o.merchant_id LIMIT 1) FROM next WHERE next.merchant IS NOT NULL)
		SELECT found.merchant, found.due FROM (SELECT next.merchant,
				(SELECT o.due_at FROM outbox o WHERE o.kind = $1 AND o.state = 'pending' AND NOT o.waits AND o.kind <> '` + unshared + `'
					AND o.merchant_id = next.merchant AND o.due_at <= $2 AND o.lease_until <= $2 ORDER BY o.due_at LIMIT 1) AS due
			FROM next WHERE next.merchant IS NOT NULL) AS found WHERE found.due IS NOT NULL`
)

func scanCandidate(r pgx.Row) (c candidate, err error) {
	c.fence = newFence()
	return c, r.Scan(&c.subject, &c.id, &c.kind, &c.seq, &c.blocked, &c.merchant, &c.leaseUntil)
}

// candidates are the rows to choose from. Where more are due than can be
// claimed, each merchant's are looked at: the oldest may all be one's.
func (o Outbox) candidates(ctx context.Context, kind string, now time.Time, limit int, shares outbox.Shares) ([]candidate, error) {
	most := limit
	if shares.Most > 0 && kind != unshared {
		most++
	}
	found, err := conn.List(ctx, o.db.pool, scanCandidate, selectCandidates, kind, millis(now), most)
	if err != nil || len(found) <= limit {
		return found, err
	}
	return o.candidatesByMerchant(ctx, kind, now, limit, shares)
}

func (o Outbox) candidatesByMerchant(ctx context.Context, kind string, now time.Time, limit int, shares outbox.Shares) (found []candidate, err error) {
	waiting, err := conn.List(ctx, o.db.pool, func(r pgx.Row) (t outbox.DueMerchant, err error) { return t, r.Scan(&t.Merchant, &t.Due) },
		selectDueMerchants, kind, millis(now))
	if err != nil {
		return nil, err
	}
	picked := outbox.PickMerchants(shares, waiting, limit)
	if len(picked) == 0 {
		return nil, nil
	}
	err = o.db.pool.ReadPipeline(ctx, func(b *pgx.Batch) {
		found = nil // of a try that failed
		for _, one := range picked {
			b.Queue(selectMerchantsCandidates, kind, millis(now), min(limit, shares.Free(one.Merchant)), one.Merchant).Query(func(rows pgx.Rows) error {
				for rows.Next() {
					row, err := scanCandidate(rows)
					if err != nil {
						return err
					}
					found = append(found, row)
				}
				return rows.Err()
			})
		}
	})
	return found, err
}
