package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

const (
	countCallbacks = `SELECT subject, count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'dead') FROM outbox
		WHERE subject = ANY ($1) AND kind = ANY ($2) GROUP BY subject`
	countDistributions = `SELECT session_id, count(*) FILTER (WHERE sent_at IS NOT NULL OR accepted_at IS NOT NULL OR opened_at IS NOT NULL),
		count(*) FILTER (WHERE state = 'BOUNCED'), count(*) FILTER (WHERE opened_at IS NOT NULL) FROM distributions
		WHERE session_id = ANY ($1) GROUP BY session_id`
)

// CountOfSessions implements hpp.SessionListStore. A callback whose job is gone was
// delivered.
func (l SessionLists) CountOfSessions(ctx context.Context, sessions []hpp.Session) (map[hpp.SessionID]hpp.SessionCounts, error) {
	if len(sessions) == 0 {
		return nil, nil
	}
	ids := make([]string, len(sessions))
	counts := map[hpp.SessionID]hpp.SessionCounts{}
	for i, session := range sessions {
		ids[i] = string(session.ID)
	}
	err := l.db.Read(ctx, func(ctx context.Context, q Queryer) error {
		for _, session := range sessions {
			counts[session.ID] = hpp.SessionCounts{}
		}
		return countInto(ctx, q, ids, counts)
	})
	if err != nil {
		return nil, fmt.Errorf("store: count what became of sessions: %w", err)
	}
	for _, session := range sessions {
		if session.URLs.StatusUpdate != "" {
			c := counts[session.ID]
			c.Deliveries.Delivered = session.EventCount - c.Deliveries.Waiting - c.Deliveries.GivenUp
			counts[session.ID] = c
		}
	}
	return counts, nil
}

func countInto(ctx context.Context, q Queryer, ids []string, counts map[hpp.SessionID]hpp.SessionCounts) error {
	err := q.Query(ctx, func(row Row) error {
		var id hpp.SessionID
		var waiting, dead int64
		err := row.Scan(&id, &waiting, &dead)
		c := counts[id]
		c.Deliveries.Waiting, c.Deliveries.GivenUp = waiting, dead
		counts[id] = c
		return err
	}, countCallbacks, ids, []string{string(hpp.JobCallback)})
	if err != nil {
		return err
	}
	return q.Query(ctx, func(row Row) error {
		var id hpp.SessionID
		var d hpp.DistributionCounts
		err := row.Scan(&id, &d.Sent, &d.Bounced, &d.Opened)
		c := counts[id]
		c.Distributions = d
		counts[id] = c
		return err
	}, countDistributions, ids)
}
