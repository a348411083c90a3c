package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
)

// Tokenize implements playground.Store.
func (p Playground) Tokenize(ctx context.Context, merchant hpp.MerchantID, authorization string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (*token.Token, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		s, err := scanPaymentSession(tx.QueryRowContext(ctx, selectPaymentSession+"token = ?", merchant, authorization))
		if err != nil {
			return endpoint.Answer{}, err
		}
		made, answer, err := change(&s)
		if err != nil {
			return endpoint.Answer{}, err
		}
		if made != nil {
			if err := insertToken(ctx, tx, s.ID, *made); err != nil {
				return endpoint.Answer{}, err
			}
		}
		return answer, savePaymentSession(ctx, tx, s)
	})
}

// SessionOf implements playground.Store.
func (p Playground) SessionOf(ctx context.Context, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.read.QueryRowContext(ctx, `SELECT version, document FROM playground_sessions WHERE session_id = ?`, id))
}

func insertToken(ctx context.Context, tx *transaction, sessionID string, t token.Token) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("sqlite: encode customer token: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO playground_tokens (token_id, session_id, merchant_id, version, document) VALUES (?, ?, ?, 1, ?)`,
		t.ID, sessionID, t.Merchant, string(text))
	if isUnique(err) {
		return payment.ErrCompleted
	}
	if err != nil {
		return fmt.Errorf("sqlite: insert customer token: %w", err)
	}
	return nil
}

const selectToken = `SELECT version, document FROM playground_tokens WHERE token_id = ? AND merchant_id = ?`

func scanToken(row *sql.Row) (token.Token, error) {
	var t token.Token
	var version int64
	err := scanDocument(row, &t, &version)
	t.Version = version
	return t, err
}

// Token implements playground.Store.
func (p Playground) Token(ctx context.Context, merchant hpp.MerchantID, id string) (token.Token, error) {
	return scanToken(p.db.read.QueryRowContext(ctx, selectToken, id, merchant))
}

// UpdateToken implements playground.Store.
func (p Playground) UpdateToken(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*token.Token) (*order.Order, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		t, err := scanToken(tx.QueryRowContext(ctx, selectToken, id, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		placed, answer, err := change(&t)
		if err != nil {
			return endpoint.Answer{}, err
		}
		if placed != nil {
			if err := insertOrder(ctx, tx, *placed); err != nil {
				return endpoint.Answer{}, err
			}
		}
		return answer, saveToken(ctx, tx, t)
	})
}

// saveToken writes a token that was loaded in version t.Version.
func saveToken(ctx context.Context, tx *transaction, t token.Token) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("sqlite: encode customer token: %w", err)
	}
	result, err := tx.ExecContext(ctx, `UPDATE playground_tokens SET version = version + 1, document = ? WHERE token_id = ? AND version = ?`,
		string(text), t.ID, t.Version)
	if err != nil {
		return fmt.Errorf("sqlite: save customer token: %w", err)
	}
	return oneRow(result, "customer token "+t.ID)
}
