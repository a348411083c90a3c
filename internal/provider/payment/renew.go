package payment

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Renew makes a session for the purchase of another, which may have expired but
// was not completed, and answers its id. The same key answers the same one.
func (s *Service) Renew(ctx context.Context, merchant hpp.MerchantID, shop, id, key string) (string, error) {
	old, err := s.Store.Session(ctx, merchant, id)
	if err != nil {
		return "", endpoint.NotFoundAs(err, ErrNoSession)
	}
	if old.Complete() {
		return "", ErrNoSession
	}
	sum := sha256.Sum256([]byte(id))
	answer, err := s.insertSession(ctx, merchant, shop, old.Purchase, endpoint.IdempotencyKey{Key: key, Fingerprint: sum[:], At: s.now()})
	if err != nil {
		return "", err
	}
	var made payments.CreatedSession
	if err := json.Unmarshal(answer.Body, &made); err != nil {
		return "", fmt.Errorf("payment: read the renewed session: %w", err)
	}
	return made.SessionId, nil
}
