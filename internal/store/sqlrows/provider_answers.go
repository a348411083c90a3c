package sqlrows

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// takeKey takes a key, or one that has outlived its days, before its answer is
// known. Another request that is under way with it is waited for.
const takeKey = `INSERT INTO playground_answers AS a (merchant_id, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, 'null', $4)
	ON CONFLICT (merchant_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
	WHERE a.created_at <= $5`

// recall takes an idempotency key, or finds what was answered under it.
func recall(ctx context.Context, tx Tx, merchant hpp.MerchantID, once endpoint.IdempotencyKey) (endpoint.Answer, bool, error) {
	var answer endpoint.Answer
	if once.Key == "" {
		return answer, false, nil
	}
	key := octets(once.Key)
	changed, err := tx.Exec(ctx, takeKey, merchant, key, once.Fingerprint, millis(once.At), millis(once.At.Add(-hpp.IdempotencyKeyLife)))
	if err != nil {
		return answer, false, fmt.Errorf("store: take key: %w", err)
	}
	if changed == 1 {
		return answer, false, nil
	}
	var fingerprint, text []byte
	err = tx.QueryRow(ctx, `SELECT fingerprint, answer FROM playground_answers WHERE merchant_id = $1 AND key = $2`,
		merchant, key).Scan(&fingerprint, &text)
	switch {
	case err != nil:
		return answer, false, fmt.Errorf("store: read answer: %w", err)
	case !bytes.Equal(fingerprint, once.Fingerprint):
		return answer, false, endpoint.ErrKeyReused
	}
	if err := sessionjson.Read(text, &answer); err != nil {
		return answer, false, fmt.Errorf("store: decode answer: %w", err)
	}
	return answer, true, nil
}

// expiredKeys bounds how many keys past their time one write clears away.
const expiredKeys = 10

// remember keeps an answer under its key, which recall took.
func remember(ctx context.Context, tx Tx, merchant hpp.MerchantID, once endpoint.IdempotencyKey, answer endpoint.Answer) error {
	if once.Key == "" {
		return nil
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("store: encode answer: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE playground_answers SET answer = $1 WHERE merchant_id = $2 AND key = $3`, string(text), merchant, octets(once.Key))
	if err != nil {
		return fmt.Errorf("store: keep answer: %w", err)
	}
	_, err = tx.Exec(ctx, `DELETE FROM playground_answers WHERE (merchant_id, key) IN
		(SELECT merchant_id, key FROM playground_answers WHERE created_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
		millis(once.At.Add(-hpp.IdempotencyKeyLife)), expiredKeys)
	if err != nil {
		return fmt.Errorf("store: drop old answers: %w", err)
	}
	return nil
}
