package payment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Check judges the body of a session without making one.
func (s *Service) Check(tree map[string]any) error {
	_, err := purchase.Parse(tree, s.Callable)
	return endpoint.AsError(err)
}

// Make makes a session of the provider's own accord, and answers its id.
func (s *Service) Make(ctx context.Context, m hpp.Merchant, tree map[string]any, key endpoint.IdempotencyKey) (string, error) {
	answer, err := s.CreateSession(ctx, m, tree, key)
	if err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"session_id"`
	}
	if err := json.Unmarshal(answer.Body, &made); err != nil {
		return "", fmt.Errorf("payment: read the session that was made: %w", err)
	}
	return made.ID, nil
}

// Withdraw ends a session that nobody has paid. One that is over, complete or not
// there needs no end.
func (s *Service) Withdraw(ctx context.Context, merchant hpp.MerchantID, id string) error {
	now := s.now()
	_, err := s.Store.UpdateSession(ctx, merchant, id, endpoint.IdempotencyKey{}, func(session *Session) (endpoint.Answer, error) {
		if session.Over(now) || session.Complete() {
			return endpoint.Answer{}, ErrNoSession
		}
		session.ExpiresAt = now
		return endpoint.Answer{Status: http.StatusNoContent}, nil
	})
	if errors.Is(err, ErrNoSession) || errors.Is(err, endpoint.ErrNotFound) {
		return nil
	}
	return err
}
