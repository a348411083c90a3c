package payment

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// UpdateSession replaces the members that are sent and judges the whole as a
// new purchase. An authorization given before stays bound to what the payer saw.
func (s *Service) UpdateSession(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	now := s.now()
	answer, err := s.Store.UpdateSession(ctx, m.ID(), id, key, func(session *Session) (endpoint.Answer, error) {
		switch {
		case session.Over(now), session.Cancelled:
			return endpoint.Answer{}, ErrNoSession
		case session.Complete():
			return endpoint.Answer{}, ErrCompleted
		}
		changed, err := purchase.Change(session.Purchase, tree, s.Callable)
		if err != nil {
			return endpoint.Answer{}, endpoint.AsError(err)
		}
		session.Purchase = changed
		return endpoint.Answer{Status: http.StatusNoContent}, nil
	})
	return answer, endpoint.NotFoundAs(err, ErrNoSession)
}
