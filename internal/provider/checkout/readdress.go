package checkout

import (
	"context"
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// ErrDecided means that an attempt has its answer, or never began.
var ErrDecided = errors.New("checkout: the attempt is decided")

// Readdress changes the e-mail address of an attempt that the acquirer has not
// answered: the next question names the new one. ErrDecided for any other.
func (s *Service) Readdress(ctx context.Context, merchant hpp.MerchantID, id, key, email string) error {
	_, err := s.Store.AttemptCheckout(ctx, merchant, id, key, func(_ *Order, attempt *payer.Attempt) (*Completion, error) {
		if attempt.State != payer.Asked {
			return nil, ErrDecided
		}
		attempt.Payer.Email = email
		return nil, nil //nolint:nilnil // no order is placed
	})
	return endpoint.NotFoundAs(err, noOrder(id))
}
