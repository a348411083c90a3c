package merchant

import (
	"context"
	"encoding/base64"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
)

// WebhookSecrets answers the keys that sign a merchant's callbacks, the current
// one first. After a change the previous one still signs too, so that a
// receiver can take over the new one in its own time. A disabled merchant keeps
// them: what is on its way to it must still be signed.
func (s *Service) WebhookSecrets(ctx context.Context, id hpp.MerchantID) ([][]byte, error) {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	secrets := [][]byte{s.webhookSecret(id, account.WebhookVersion)}
	if account.WebhookVersion > 1 {
		secrets = append(secrets, s.webhookSecret(id, account.WebhookVersion-1))
	}
	return secrets, nil
}

// RotateWebhook changes a merchant's callback secret and answers the new one in
// its whsec_ form. ErrUnknown when there is no such merchant.
func (s *Service) RotateWebhook(ctx context.Context, id hpp.MerchantID) (string, error) {
	account, err := s.store.RotateWebhook(ctx, id)
	if err != nil {
		return "", err
	}
	return encodeWebhook(s.webhookSecret(id, account.WebhookVersion)), nil
}

// webhookSecret derives a secret instead of storing it.
func (s *Service) webhookSecret(id hpp.MerchantID, version int64) []byte {
	return s.mac("webhook", string(id), strconv.FormatInt(version, 10))
}

// encodeWebhook writes a secret as Standard Webhooks 1.0 does.
func encodeWebhook(secret []byte) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(secret)
}
