package merchant

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestWebhookSecrets(t *testing.T) {
	s, now := wound()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	first := secretsOf(t, s, lamps)
	if diff := cmp.Diff([]string{lamps.WebhookSecret}, first); diff != "" {
		t.Errorf("a new merchant's secrets, -want +got:\n%s", diff)
	}
	const overlap = 24 * time.Hour
	after := rotateWebhook(t, s, lamps.MerchantID, overlap)
	changed := after[0].Secret
	want := []Webhook{{Secret: changed}, {lamps.WebhookSecret, s.instant().Add(overlap)}}
	if diff := cmp.Diff(want, after); diff != "" || changed == lamps.WebhookSecret {
		t.Errorf("answered, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{changed, lamps.WebhookSecret}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("current first, then the one before:\n%s", diff)
	}
	if diff := cmp.Diff([]string{chairs.WebhookSecret}, secretsOf(t, s, chairs)); diff != "" {
		t.Errorf("another merchant's secrets changed:\n%s", diff)
	}
	*now = now.Add(time.Hour)
	again := rotateWebhook(t, s, lamps.MerchantID, overlap)[0].Secret
	if diff := cmp.Diff([]string{again, changed, lamps.WebhookSecret}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("all that have not ended sign:\n%s", diff)
	}
	*now = now.Add(overlap - time.Hour)
	if diff := cmp.Diff([]string{again, changed}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("a secret signs beyond its end:\n%s", diff)
	}
	last := rotateWebhook(t, s, lamps.MerchantID, 0)[0].Secret
	if diff := cmp.Diff([]string{last}, secretsOf(t, s, lamps)); diff != "" {
		t.Errorf("without overlap the new one signs alone:\n%s", diff)
	}
}

func rotateWebhook(t *testing.T, s *Service, id hpp.MerchantID, overlap time.Duration) []Webhook {
	t.Helper()
	after, err := s.RotateWebhook(t.Context(), id, overlap)
	if err != nil {
		t.Fatal(err)
	}
	return after
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
