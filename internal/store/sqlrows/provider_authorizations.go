package sqlrows

import (
	"context"
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

// Attempt implements provider.Store.
func (p Provider) Attempt(ctx context.Context, merchant hpp.MerchantID, sessionID, key string,
	change func(*payment.Session, *payer.Attempt) error,
) (payer.Attempt, error) {
	var attempt payer.Attempt
	marker := NewCommitMarker()
	err := p.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		s, err := scanPaymentSession(tx.QueryRow(ctx, selectMerchantsPayment+` FOR UPDATE`, sessionID, merchant))
		if err != nil {
			return err
		}
		marker.Version = s.Version
		if attempt, err = readAttempt(ctx, tx, sessionID, key); err != nil {
			return err
		}
		if err := change(&s, &attempt); err != nil {
			return err
		}
		if err := saveAttempt(ctx, tx, sessionID, attempt); err != nil {
			return err
		}
		return savePaymentSession(ctx, tx, s, marker)
	}, marker.WasCommitted(selectPaymentMark, &sessionID))
	if err != nil {
		return payer.Attempt{}, err
	}
	return attempt, nil
}

func readAttempt(ctx context.Context, tx Tx, sessionID, key string) (payer.Attempt, error) {
	attempt := payer.Attempt{Key: key}
	var text []byte
	err := tx.QueryRow(ctx, `SELECT document FROM playground_attempts WHERE session_id = $1 AND key = $2`,
		sessionID, octets(key)).Scan(&text)
	if errors.Is(err, ErrNoRow) {
		return attempt, nil
	}
	if err != nil {
		return attempt, fmt.Errorf("store: read attempt: %w", err)
	}
	if err := sessionjson.Read(text, &attempt); err != nil {
		return attempt, fmt.Errorf("store: decode attempt: %w", err)
	}
	return attempt, nil
}

func saveAttempt(ctx context.Context, tx Tx, sessionID string, attempt payer.Attempt) error {
	text, err := json.Marshal(attempt)
	if err != nil {
		return fmt.Errorf("store: encode attempt: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO playground_attempts (session_id, key, document) VALUES ($1, $2, $3)
		ON CONFLICT (session_id, key) DO UPDATE SET document = excluded.document`, sessionID, octets(attempt.Key), string(text))
	if err != nil {
		return fmt.Errorf("store: save attempt: %w", err)
	}
	return nil
}

// authorized loads the session that has a token, runs change and saves it.
func (p Provider) authorized(ctx context.Context, merchant hpp.MerchantID, token string, once endpoint.IdempotencyKey,
	change func(context.Context, Tx, *payment.Session) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := NewCommitMarker()
	var id string
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
		s, err := scanPaymentSession(tx.QueryRow(ctx, selectAuthorizedPayment+` FOR UPDATE`, token, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		id, marker.Version = s.ID, s.Version
		answer, err := change(ctx, tx, &s)
		if err != nil {
			return endpoint.Answer{}, err
		}
		return answer, savePaymentSession(ctx, tx, s, marker)
	}, marker.WasCommitted(selectPaymentMark, &id))
}

// UpdateAuthorized implements provider.Store.
func (p Provider) UpdateAuthorized(ctx context.Context, merchant hpp.MerchantID, token string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (*order.Order, endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.authorized(ctx, merchant, token, once, func(ctx context.Context, tx Tx, s *payment.Session) (endpoint.Answer, error) {
		placed, answer, err := change(s)
		if err == nil && placed != nil {
			err = insertOrder(ctx, tx, *placed)
		}
		return answer, err
	})
}
