package playground

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/purchase"
)

// UpdateSession replaces the members that are sent and judges the whole as a
// new purchase. An authorization given before stays bound to what the payer saw.
func (s *Service) UpdateSession(ctx context.Context, m hpp.Merchant, id string, tree map[string]any, once Once) (Answer, error) {
	now := s.now()
	answer, err := s.Store.UpdateSession(ctx, m.ID(), id, once, func(session *Session) (Answer, error) {
		switch {
		case session.Over(now):
			return Answer{}, ErrNoSession
		case session.Complete():
			return Answer{}, ErrCompleted
		}
		changed, err := purchase.Change(session.Purchase, tree)
		if err != nil {
			return Answer{}, readable(err)
		}
		session.Purchase = changed
		return Answer{Status: http.StatusNoContent}, nil
	})
	return answer, instead(err, ErrNoSession)
}
