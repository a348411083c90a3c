package sqlite

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Versions implements hpp.Store.
func (s Sessions) Versions(ctx context.Context, ids []hpp.SessionID) (map[hpp.SessionID]int64, error) {
	return s.db.SessionVersions(ctx, ids)
}
