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
		"user name":      {made.Username, `^M[A-Z2-7]{8}_[a-z2-7]{16}$`},
		"password":       {made.Password, `^[A-Z2-7]{26}$`},
		"webhook secret": {made.WebhookSecret, `^whsec_[A-Za-z0-9+/]{43}=$`},
	} {
		if !regexp.MustCompile(c.form).MatchString(c.got) {
			t.Errorf("%s %q does not look like %s", what, c.got, c.form)
		}
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

func TestRotate(t *testing.T) {
	s, _ := newService()
	first, other := create(t, s, "Lamps"), create(t, s, "Chairs")
	second, err := s.Rotate(t.Context(), first.MerchantID)
	if err != nil {
		t.Fatal(err)
	}
	if second.MerchantID != first.MerchantID || second.Password == first.Password || second.WebhookSecret != first.WebhookSecret {
		t.Errorf("rotated %+v into %+v", first, second)
	}
	for _, c := range []struct {
		pair Credentials
		err  error
	}{{first, ErrRefused}, {second, nil}, {other, nil}} {
		if _, err := s.Verify(t.Context(), c.pair.Username, c.pair.Password); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.pair.Username, err, c.err)
		}
	}
}

func TestDisable(t *testing.T) {
	s, store := newService()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	if err := s.Disable(t.Context(), lamps.MerchantID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(t.Context(), lamps.Username, lamps.Password); !errors.Is(err, ErrRefused) {
		t.Errorf("a disabled merchant gets %v", err)
	}
	if _, err := s.Verify(t.Context(), chairs.Username, chairs.Password); err != nil {
		t.Errorf("another merchant gets %v", err)
	}
	for id, want := range map[hpp.MerchantID]bool{lamps.MerchantID: false, chairs.MerchantID: true} {
		if got, err := s.Enabled(t.Context(), id); err != nil || got != want {
			t.Errorf("enabled is %v, %v", got, err)
		}
	}
	list, err := s.List(t.Context())
	if err != nil || !list[0].Disabled() || list[1].Disabled() || len(list) != len(store.accounts) {
		t.Errorf("list %+v, %v", list, err)
	}
}

func TestUnknownMerchant(t *testing.T) {
	s, _ := newService()
	const id = hpp.MerchantID("nobody")
	_, rotate := s.Rotate(t.Context(), id)
	_, secrets := s.WebhookSecrets(t.Context(), id)
	_, webhook := s.RotateWebhook(t.Context(), id)
	for what, err := range map[string]error{"rotate": rotate, "secrets": secrets, "webhook": webhook, "disable": s.Disable(t.Context(), id)} {
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
	_, rotateErr := s.Rotate(t.Context(), made.MerchantID)
	_, verifyErr := s.Verify(t.Context(), made.Username, made.Password)
	_, unknownErr := s.Verify(t.Context(), "nobody", "x")
	for what, err := range map[string]error{"create": createErr, "rotate": rotateErr, "verify": verifyErr, "verify a stranger": unknownErr} {
		if !errors.Is(err, store.err) || errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want the store's own error", what, err)
		}
	}
}
