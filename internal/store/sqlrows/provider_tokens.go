package sqlrows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
)

// Tokenize implements provider.Store.
func (p Provider) Tokenize(ctx context.Context, merchant hpp.MerchantID, authorization string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (*token.Token, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.authorized(ctx, merchant, authorization, once, func(ctx context.Context, tx Tx, s *payment.Session) (endpoint.Answer, error) {
		made, answer, err := change(s)
		if err == nil && made != nil {
			err = insertToken(ctx, tx, s.ID, *made)
		}
		return answer, err
	})
}

// SessionOf implements provider.Store.
func (p Provider) SessionOf(ctx context.Context, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.QueryRow(ctx, selectPaymentSession, id))
}

func insertToken(ctx context.Context, tx Tx, sessionID string, t token.Token) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("store: encode customer token: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO playground_tokens (token_id, session_id, merchant_id, version, document) VALUES ($1, $2, $3, 1, $4)`,
		t.ID, sessionID, t.Merchant, string(text))
	if errors.Is(err, ErrDuplicate) {
		return payment.ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("store: insert customer token: %w", err)
	}
	return nil
}

const (
	selectToken     = `SELECT version, document FROM playground_tokens WHERE token_id = $1 AND merchant_id = $2`
	selectTokenMark = `SELECT version, mark FROM playground_tokens WHERE token_id = $1 FOR UPDATE`
)

func scanToken(row Row) (token.Token, error) {
	var t token.Token
	var version int64
	err := scanDocument(row, &t, &version)
	t.Version = version
	return t, err
}

// Token implements provider.Store.
func (p Provider) Token(ctx context.Context, merchant hpp.MerchantID, id string) (token.Token, error) {
	return scanToken(p.db.QueryRow(ctx, selectToken, id, merchant))
}

// UpdateToken implements provider.Store.
func (p Provider) UpdateToken(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*token.Token) (*order.Order, endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
		t, err := scanToken(tx.QueryRow(ctx, selectToken+` FOR UPDATE`, id, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		marker.Version = t.Version
		placed, answer, err := change(&t)
		if err != nil {
			return endpoint.Answer{}, err
		}
		if placed != nil {
			if err := insertOrder(ctx, tx, *placed); err != nil {
				return endpoint.Answer{}, err
			}
		}
		return answer, saveToken(ctx, tx, t, marker)
	}, marker.WasCommitted(selectTokenMark, &id))
}

// saveToken writes a token that was loaded in version t.Version.
func saveToken(ctx context.Context, tx Tx, t token.Token, marker *CommitMarker) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("store: encode customer token: %w", err)
	}
	changed, err := tx.Exec(ctx, `UPDATE playground_tokens SET version = version + 1, mark = $1, document = $2 WHERE token_id = $3 AND version = $4`,
		marker.Bytes, string(text), t.ID, t.Version)
	if err != nil {
		return fmt.Errorf("store: save customer token: %w", err)
	}
	return oneRow(changed, "customer token "+t.ID)
}
