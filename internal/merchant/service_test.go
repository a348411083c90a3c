package merchant

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
)

var (
	epoch  = time.Date(2030, 1, 29, 12, 20, 30, 123_456_789, time.FixedZone("CET", 3600))
	secret = bytes.Repeat([]byte("s"), 32)
)

func newService() (*Service, *fakeStore) {
	store := &fakeStore{}
	return New(store, secret, func() time.Time { return epoch }), store
}

func create(t *testing.T, s *Service, name string) Credentials {
	t.Helper()
	made, err := s.Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestCreate(t *testing.T) {
	s, store := newService()
	made := create(t, s, "  Lamps & Co ")
	if id, err := uuid.Parse(string(made.MerchantID)); err != nil || id.Version() != 7 {
		t.Errorf("merchant id %q is no UUIDv7", made.MerchantID)
	}
	for what, c := range map[string]struct{ got, form string }{
		"user name":      {made.Username, `^M[A-Z2-7]{6}_[a-z2-7]{8}$`},
		"password":       {made.Password, `^[A-Z2-7]{26}$`},
		"webhook secret": {made.WebhookSecret, `^whsec_[A-Za-z0-9+/]{43}=$`},
	} {
		if !regexp.MustCompile(c.form).MatchString(c.got) {
			t.Errorf("%s %q does not look like %s", what, c.got, c.form)
		}
	}
	if pair := made.Username + ":" + made.Password; len(pair) > 45 {
		t.Errorf("%q has %d bytes; some clients break what is longer than 45", pair, len(pair))
	}
	want := Account{ID: made.MerchantID, Name: "Lamps & Co", WebhookVersion: 1, CreatedAt: time.Date(2030, 1, 29, 11, 20, 30, 123_000_000, time.UTC)}
	if diff := cmp.Diff([]Account{want}, store.accounts); diff != "" {
		t.Errorf("stored account, -want +got:\n%s", diff)
	}
	kept, err := json.Marshal(store.credentials)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(kept), made.Password) || len(store.credentials[0].PasswordHash) != 32 {
		t.Errorf("stored credential %s", kept)
	}
}

// The names are what scripts around the command line read.
func TestCredentialsAsJSON(t *testing.T) {
	text, err := json.Marshal(Credentials{MerchantID: "m", Username: "u", Password: "p", WebhookSecret: "w"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"merchant_id":"m","username":"u","password":"p","webhook_secret":"w"}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestNames(t *testing.T) {
	for name, fine := range map[string]bool{
		"A": true, "Åsa's Lampor № 5 — 灯": true, strings.Repeat("å", 100): true,
		"": false, " \t ": false, strings.Repeat("å", 101): false, "a\nb": false, "a\x00b": false, "a\x1b[31mb": false,
		"a\u202eb": false, "a\u200bb": false, "a\xffb": false, "a\u2028b": false,
	} {
		s, store := newService()
		_, err := s.Create(t.Context(), name)
		if (err == nil) != fine || (len(store.accounts) == 1) != fine {
			t.Errorf("%q: %v, %d stored", name, err, len(store.accounts))
		}
		if err != nil && !strings.Contains(err.Error(), "1 to 100 printable characters") {
			t.Errorf("%q: %v does not say what would be right", name, err)
		}
	}
}

func TestEverythingIsFresh(t *testing.T) {
	s, _ := newService()
	seen := map[string]bool{}
	for range 200 {
		made := create(t, s, "Lamps")
		for _, value := range []string{string(made.MerchantID), made.Username, made.Password, made.WebhookSecret} {
			if seen[value] {
				t.Fatalf("%q twice", value)
			}
			seen[value] = true
		}
	}
}

func TestUnknownMerchant(t *testing.T) {
	s, _ := newService()
	const id = hpp.MerchantID("nobody")
	_, rotate := s.Rotate(t.Context(), id, 0)
	_, selling := s.Selling(t.Context(), id)
	_, secrets := s.WebhookSecrets(t.Context(), id)
	_, webhook := s.RotateWebhook(t.Context(), id, 0)
	for what, err := range map[string]error{"rotate": rotate, "secrets": secrets, "webhook": webhook, "sales": s.CloseSales(t.Context(), id),
		"disable": s.Disable(t.Context(), id), "enable": s.Enable(t.Context(), id), "selling": selling} {
		if !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestStoreFails(t *testing.T) {
	s, store := newService()
	made := create(t, s, "Lamps")
	store.err = errors.New("disk on fire")
	_, createErr := s.Create(t.Context(), "Chairs")
	_, rotateErr := s.Rotate(t.Context(), made.MerchantID, 0)
	_, verifyErr := s.Verify(t.Context(), made.Username, made.Password)
	_, unknownErr := s.Verify(t.Context(), "nobody", "x")
	for what, err := range map[string]error{"create": createErr, "rotate": rotateErr, "verify": verifyErr, "verify a stranger": unknownErr} {
		if !errors.Is(err, store.err) || errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want the store's own error", what, err)
		}
	}
}
