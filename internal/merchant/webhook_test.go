package merchant

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func TestWebhookSecrets(t *testing.T) {
	s, _ := newService()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	first := secretsOf(t, s, lamps)
	if diff := cmp.Diff([]string{lamps.WebhookSecret}, first); diff != "" {
		t.Errorf("a new merchant's secrets, -want +got:\n%s", diff)
	}
	changed, err := s.RotateWebhook(t.Context(), lamps.MerchantID)
	if err != nil || changed == lamps.WebhookSecret {
		t.Fatalf("changed to %q, %v", changed, err)
	}
	if diff := cmp.Diff([]string{changed, lamps.WebhookSecret}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("current first, then the one before:\n%s", diff)
	}
	if diff := cmp.Diff([]string{chairs.WebhookSecret}, secretsOf(t, s, chairs)); diff != "" {
		t.Errorf("another merchant's secrets changed:\n%s", diff)
	}
	again, err := s.RotateWebhook(t.Context(), lamps.MerchantID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{again, changed}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("only one secret back:\n%s", diff)
	}
}

func secretsOf(t *testing.T, s *Service, of Credentials) []string {
	t.Helper()
	secrets, err := s.WebhookSecrets(t.Context(), of.MerchantID)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, secret := range secrets {
		texts = append(texts, "whsec_"+base64.StdEncoding.EncodeToString(secret))
	}
	return texts
}

// What is shown must be what receivers' libraries take.
func TestWebhookSecretForm(t *testing.T) {
	s, _ := newService()
	made := create(t, s, "Lamps")
	if _, err := webhooks.NewWebhook(made.WebhookSecret); err != nil || !strings.HasPrefix(made.WebhookSecret, "whsec_") {
		t.Errorf("%q: %v", made.WebhookSecret, err)
	}
}
