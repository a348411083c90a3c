package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// recall finds what was answered under an idempotency key.
func recall(ctx context.Context, tx *transaction, merchant hpp.MerchantID, once endpoint.IdempotencyKey) (endpoint.Answer, bool, error) {
	var answer endpoint.Answer
	if once.Key == "" {
		return answer, false, nil
	}
	var fingerprint, text []byte
	err := tx.QueryRowContext(ctx, `SELECT fingerprint, answer FROM playground_answers
		WHERE merchant_id = ? AND key = ? AND created_at > ?`,
		merchant, once.Key, millis(once.At.Add(-endpoint.KeyLife))).Scan(&fingerprint, &text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return answer, false, nil
	case err != nil:
		return answer, false, fmt.Errorf("sqlite: read answer: %w", err)
	case !bytes.Equal(fingerprint, once.Fingerprint):
		return answer, false, endpoint.ErrKeyReused
	}
	if err := sessionjson.Read(text, &answer); err != nil {
		return answer, false, fmt.Errorf("sqlite: decode answer: %w", err)
	}
	return answer, true, nil
}

// outlived bounds how many dead keys one write clears away.
const outlived = 10

// remember keeps an answer under its key, over one that has outlived its days.
func remember(ctx context.Context, tx *transaction, merchant hpp.MerchantID, once endpoint.IdempotencyKey, answer endpoint.Answer) error {
	if once.Key == "" {
		return nil
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("sqlite: encode answer: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO playground_answers (merchant_id, key, fingerprint, answer, created_at)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT (merchant_id, key) DO UPDATE
		SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at`,
		merchant, once.Key, once.Fingerprint, string(text), millis(once.At))
	if err != nil {
		return fmt.Errorf("sqlite: keep answer: %w", err)
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM playground_answers WHERE (merchant_id, key) IN
		(SELECT merchant_id, key FROM playground_answers WHERE created_at <= ? ORDER BY created_at LIMIT ?)`,
		millis(once.At.Add(-endpoint.KeyLife)), outlived)
	if err != nil {
		return fmt.Errorf("sqlite: drop old answers: %w", err)
	}
	return nil
}
