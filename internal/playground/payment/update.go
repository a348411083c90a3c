package payment

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/purchase"
)

// UpdateSession replaces the members that are sent and judges the whole as a
// new purchase. An authorization given before stays bound to what the payer saw.
func (s *Service) UpdateSession(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, once exchange.Once) (exchange.Answer, error) {
	now := s.now()
	answer, err := s.Store.UpdateSession(ctx, m.ID(), id, once, func(session *Session) (exchange.Answer, error) {
		switch {
		case session.Over(now):
			return exchange.Answer{}, ErrNoSession
		case session.Complete():
			return exchange.Answer{}, ErrCompleted
		}
		changed, err := purchase.Change(session.Purchase, tree, s.Callable)
		if err != nil {
			return exchange.Answer{}, exchange.Readable(err)
		}
		session.Purchase = changed
		return exchange.Answer{Status: http.StatusNoContent}, nil
	})
	return answer, exchange.Instead(err, ErrNoSession)
}
