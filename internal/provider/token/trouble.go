package token

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
)

// Trouble is what keeps a token from being charged.
type Trouble struct {
	Suspended bool // for now
	Failing   bool // its method takes no charges
}

// State is where a token of the merchant stands.
func (s *Service) State(ctx context.Context, merchant hpp.MerchantID, id string) (Status, Trouble, error) {
	t, err := s.Store.Token(ctx, merchant, id)
	if err != nil {
		return "", Trouble{}, endpoint.NotFoundAs(err, errNoToken)
	}
	return t.Status, Trouble{Suspended: t.Status == Suspended, Failing: t.Failing}, nil
}

// SetTrouble gives a token a trouble, or takes all from it. A cancelled one is
// past it.
func (s *Service) SetTrouble(ctx context.Context, merchant hpp.MerchantID, id string, trouble Trouble) error {
	_, err := s.Store.UpdateToken(ctx, merchant, id, endpoint.IdempotencyKey{At: s.now()}, func(t *Token) (*order.Order, endpoint.Answer, error) {
		if t.Status == Cancelled {
			return nil, endpoint.Answer{}, errCancelled
		}
		t.Status, t.Failing = Active, trouble.Failing
		if trouble.Suspended {
			t.Status = Suspended
		}
		return nil, endpoint.Answer{}, nil
	})
	return endpoint.NotFoundAs(err, errNoToken)
}
