package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// Tokenize implements playground.Store.
func (p Playground) Tokenize(ctx context.Context, merchant hpp.MerchantID, authorization string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (*token.Token, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.authorized(ctx, merchant, authorization, once, func(ctx context.Context, tx pgx.Tx, s *payment.Session) (endpoint.Answer, error) {
		made, answer, err := change(s)
		if err == nil && made != nil {
			err = insertToken(ctx, tx, s.ID, *made)
		}
		return answer, err
	})
}

// SessionOf implements playground.Store.
func (p Playground) SessionOf(ctx context.Context, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.pool.QueryRow(ctx, selectPaymentSession, id))
}

func insertToken(ctx context.Context, tx pgx.Tx, sessionID string, t token.Token) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("postgres: encode customer token: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO playground_tokens (token_id, session_id, merchant_id, version, document) VALUES ($1, $2, $3, 1, $4)`,
		t.ID, sessionID, t.Merchant, text)
	if conn.IsUnique(err) {
		return payment.ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("postgres: insert customer token: %w", err)
	}
	return nil
}

const (
	selectToken     = `SELECT version, document FROM playground_tokens WHERE token_id = $1 AND merchant_id = $2`
	selectTokenMark = `SELECT version, mark FROM playground_tokens WHERE token_id = $1 FOR UPDATE`
)

func scanToken(row pgx.Row) (token.Token, error) {
	var t token.Token
	var version int64
	err := scanDocument(row, &t, &version)
	t.Version = version
	return t, err
}

// Token implements playground.Store.
func (p Playground) Token(ctx context.Context, merchant hpp.MerchantID, id string) (token.Token, error) {
	return scanToken(p.db.pool.QueryRow(ctx, selectToken, id, merchant))
}

// UpdateToken implements playground.Store.
func (p Playground) UpdateToken(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*token.Token) (*order.Order, endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := conn.NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx pgx.Tx) (endpoint.Answer, error) {
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
func saveToken(ctx context.Context, tx pgx.Tx, t token.Token, marker *conn.CommitMarker) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("postgres: encode customer token: %w", err)
	}
	tag, err := tx.Exec(ctx, `UPDATE playground_tokens SET version = version + 1, mark = $1, document = $2 WHERE token_id = $3 AND version = $4`,
		marker.Bytes, text, t.ID, t.Version)
	if err != nil {
		return fmt.Errorf("postgres: save customer token: %w", err)
	}
	return oneRow(tag.RowsAffected(), "customer token "+t.ID)
}
