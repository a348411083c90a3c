package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// InsertSearchKey adds one of those by which a session is found: merchant, kind,
// value, session.
const InsertSearchKey = `INSERT INTO session_search (merchant_id, kind, value, session_id) VALUES ($1, $2, $3, $4)
	ON CONFLICT (merchant_id, kind, value, session_id) DO NOTHING`

// SearchKeys are the arguments of InsertSearchKey, for those that a session has
// and had not before.
func SearchKeys(before int, session hpp.Session) (all [][]any) {
	for _, key := range session.SearchKeys[min(before, len(session.SearchKeys)):] {
		all = append(all, []any{session.Merchant, key.Kind, Storable(key.Value), session.ID})
	}
	return all
}

// InsertSearchKeys adds those that a session has and had not before.
func InsertSearchKeys(ctx context.Context, tx Tx, before int, session hpp.Session) error {
	for _, args := range SearchKeys(before, session) {
		if _, err := tx.Exec(ctx, InsertSearchKey, args...); err != nil {
			return fmt.Errorf("store: insert search key: %w", err)
		}
	}
	return nil
}
