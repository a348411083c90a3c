package merchant

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestVerify(t *testing.T) {
	s, store := newService()
	lamps, chairs := create(t, s, "Lamps"), create(t, s, "Chairs")
	last := len(lamps.Password) - 1
	for name, c := range map[string]struct {
		username, password string
		fine               bool
	}{
		"right":                     {lamps.Username, lamps.Password, true},
		"another's password":        {lamps.Username, chairs.Password, false},
		"another's user name":       {chairs.Username, lamps.Password, false},
		"first letter wrong":        {lamps.Username, "1" + lamps.Password[1:], false},
		"last letter wrong":         {lamps.Username, lamps.Password[:last] + "1", false},
		"too short":                 {lamps.Username, lamps.Password[:last], false},
		"too long":                  {lamps.Username, lamps.Password + "A", false},
		"other case":                {lamps.Username, strings.ToLower(lamps.Password), false},
		"user name in other case":   {strings.ToLower(lamps.Username), lamps.Password, false},
		"empty password":            {lamps.Username, "", false},
		"all empty":                 {"", "", false},
		"unknown":                   {"Mnobody_x", lamps.Password, false},
		"merchant id as user name":  {string(lamps.MerchantID), lamps.Password, false},
		"border shifted":            {lamps.Username + lamps.Password[:1], lamps.Password[1:], false},
		"the stored hash":           {lamps.Username, string(store.credentials[0].PasswordHash), false},
		"a password of a megabyte":  {lamps.Username, strings.Repeat("A", 1<<20), false},
		"a user name of a megabyte": {strings.Repeat("M", 1<<20), lamps.Password, false},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := s.Verify(t.Context(), c.username, c.password)
			if c.fine {
				if err != nil || m.ID() != lamps.MerchantID || m.Name() != "Lamps" {
					t.Errorf("%s %q, %v", m.ID(), m.Name(), err)
				}
				return
			}
			if !errors.Is(err, ErrRefused) || m.ID() != "" {
				t.Errorf("%s, %v; want ErrRefused", m.ID(), err)
			}
		})
	}
}

// An unknown user has an empty hash in place of a stored one, and nothing may
// ever match it, not even where the store is damaged.
func TestVerifyDamagedHash(t *testing.T) {
	s, store := newService()
	made := create(t, s, "Lamps")
	for _, hash := range [][]byte{nil, {}, make([]byte, 32), []byte("short")} {
		store.credentials[0].PasswordHash = hash
		if _, err := s.Verify(t.Context(), made.Username, made.Password); !errors.Is(err, ErrRefused) {
			t.Errorf("hash %x: %v", hash, err)
		}
	}
}

// Stolen rows must not open another server, nor the same one under a new key.
func TestVerifyNeedsTheSecret(t *testing.T) {
	s, store := newService()
	made := create(t, s, "Lamps")
	other := New(store, []byte(strings.Repeat("o", 32)), time.Now)
	if _, err := other.Verify(t.Context(), made.Username, made.Password); !errors.Is(err, ErrRefused) {
		t.Errorf("with another secret: %v", err)
	}
}

func TestRefusedSaysUnauthorized(t *testing.T) {
	refusal, ok := errors.AsType[interface {
		error
		Unauthorized() bool
	}](ErrRefused)
	if !ok || !refusal.Unauthorized() {
		t.Error("transports cannot tell a refusal from a fault")
	}
}
