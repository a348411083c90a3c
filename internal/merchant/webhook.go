package merchant

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
)

// WebhookSecrets answers the keys that sign a merchant's callbacks now, the
// current one first. A disabled merchant keeps them: what is on its way to it
// must still be signed.
func (s *Service) WebhookSecrets(ctx context.Context, id hpp.MerchantID) ([][]byte, error) {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	var secrets [][]byte
	for _, version := range s.signingVersions(account) {
		secrets = append(secrets, s.webhookSecret(id, version.Version))
	}
	return secrets, nil
}

// signing are the secrets that sign an account's callbacks, as operators see
// them, the current one first.
func (s *Service) signing(account Account) []Webhook {
	var list []Webhook
	for _, version := range s.signingVersions(account) {
		list = append(list, Webhook{encodeWebhook(s.webhookSecret(account.ID, version.Version)), version.EndsAt})
	}
	return list
}

// signingVersions are the versions of the callback secret that sign now, the
// current one first.
func (s *Service) signingVersions(account Account) []OlderWebhook {
	versions := []OlderWebhook{{Version: account.WebhookVersion}}
	for _, older := range slices.Backward(account.OlderWebhooks) {
		if !ended(older.EndsAt, s.now()) {
			versions = append(versions, older)
		}
	}
	return versions
}

// webhookSecret derives a secret instead of storing it.
func (s *Service) webhookSecret(id hpp.MerchantID, version int64) []byte {
	return s.mac("webhook", string(id), strconv.FormatInt(version, 10))
}

// encodeWebhook writes a secret as Standard Webhooks 1.0 does.
func encodeWebhook(secret []byte) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(secret)
}
