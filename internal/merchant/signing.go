package merchant

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
)

// SigningSecret is the secret that signs a merchant's callbacks now, as
// receivers' libraries take it.
func (s *Service) SigningSecret(ctx context.Context, id hpp.MerchantID) (string, error) {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return "", err
	}
	return s.signing(account)[0].Secret, nil
}
