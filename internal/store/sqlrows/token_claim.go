package sqlrows

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// InsertTokenClaim takes an authorization token for a session; the unique key
// decides who was first. nil: there is none to take.
func InsertTokenClaim(ctx context.Context, tx Tx, session hpp.Session, claim *hpp.TokenClaim) error {
	if claim == nil {
		return nil
	}
	ref := session.Payment
	changed, err := tx.Exec(ctx, `INSERT INTO token_claims (provider, payment_kind, payment_id, token_hash, session_id, claimed_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		ref.Provider, ref.Kind, ref.ID, claim.Hash, session.ID, millis(claim.At))
	if err != nil {
		return fmt.Errorf("store: claim token: %w", err)
	}
	if changed == 0 {
		return hpp.ErrTokenClaimed
	}
	return nil
}
