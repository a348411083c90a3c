package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Attempt implements playground.Store.
func (p Playground) Attempt(ctx context.Context, merchant hpp.MerchantID, sessionID, key string,
	change func(*payment.Session, *payer.Attempt) error,
) (payer.Attempt, error) {
	var attempt payer.Attempt
	err := p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		s, err := scanPaymentSession(tx.QueryRowContext(ctx, selectPaymentSession+"session_id = ?", merchant, sessionID))
		if err != nil {
			return err
		}
		if attempt, err = readAttempt(ctx, tx, sessionID, key); err != nil {
			return err
		}
		if err := change(&s, &attempt); err != nil {
			return err
		}
		if err := saveAttempt(ctx, tx, sessionID, attempt); err != nil {
			return err
		}
		return savePaymentSession(ctx, tx, s)
	})
	if err != nil {
		return payer.Attempt{}, err
	}
	return attempt, nil
}

func readAttempt(ctx context.Context, tx *transaction, sessionID, key string) (payer.Attempt, error) {
	attempt := payer.Attempt{Key: key}
	var text []byte
	err := tx.QueryRowContext(ctx, `SELECT document FROM playground_attempts WHERE session_id = ? AND key = ?`,
		sessionID, key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return attempt, nil
	}
	if err != nil {
		return attempt, fmt.Errorf("sqlite: read attempt: %w", err)
	}
	if err := sessionjson.Read(text, &attempt); err != nil {
		return attempt, fmt.Errorf("sqlite: decode attempt: %w", err)
	}
	return attempt, nil
}

func saveAttempt(ctx context.Context, tx *transaction, sessionID string, attempt payer.Attempt) error {
	text, err := json.Marshal(attempt)
	if err != nil {
		return fmt.Errorf("sqlite: encode attempt: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO playground_attempts (session_id, key, document) VALUES (?, ?, ?)
		ON CONFLICT (session_id, key) DO UPDATE SET document = excluded.document`, sessionID, attempt.Key, string(text))
	if err != nil {
		return fmt.Errorf("sqlite: save attempt: %w", err)
	}
	return nil
}

// UpdateAuthorized implements playground.Store.
func (p Playground) UpdateAuthorized(ctx context.Context, merchant hpp.MerchantID, token string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (*order.Order, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		s, err := scanPaymentSession(tx.QueryRowContext(ctx, selectPaymentSession+"token = ?", merchant, token))
		if err != nil {
			return endpoint.Answer{}, err
		}
		order, answer, err := change(&s)
		if err != nil {
			return endpoint.Answer{}, err
		}
		if order != nil {
			if err := insertOrder(ctx, tx, *order); err != nil {
				return endpoint.Answer{}, err
			}
		}
		return answer, savePaymentSession(ctx, tx, s)
	})
}
