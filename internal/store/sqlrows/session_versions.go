package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// SessionVersions answers the versions of sessions, in one query that reads no
// document. Both engines' sessions answer hpp.Store.Versions by it.
func (s Stores) SessionVersions(ctx context.Context, ids []hpp.SessionID) (map[hpp.SessionID]int64, error) {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	type row struct {
		id      hpp.SessionID
		version int64
	}
	rows, err := list(ctx, s.engine, func(r Row) (one row, err error) {
		return one, r.Scan(&one.id, &one.version)
	}, `SELECT session_id, version FROM sessions WHERE session_id = ANY ($1)`, names)
	if err != nil {
		return nil, fmt.Errorf("store: read versions of sessions: %w", err)
	}
	versions := make(map[hpp.SessionID]int64, len(rows))
	for _, r := range rows {
		versions[r.id] = r.version
	}
	return versions, nil
}
