package secret

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestWeak(t *testing.T) {
	for _, weak := range []string{
		strings.Repeat("s", 32), strings.Repeat("s", 64), strings.Repeat("ab", 16), strings.Repeat("change-me-please", 2),
		strings.Repeat("0123456789abcdef", 2), strings.Repeat("0123456789abcdef", 4), strings.Repeat("Tr0ub4dor&3xYzQ!w", 2),
		strings.Repeat("00", 32), strings.Repeat("deadbeef", 8), "abcdefghijklmnopqrstuvwxyz123456", "zyxwvutsrqponmlkjihgfedcba654321",
		"secretsecretsecretsecretsecretsec", "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb", strings.Repeat(" ", 40), "passwordpasswordpasswordpassword1",
		strings.Repeat("a", 31) + "\n" + strings.Repeat("a", 31),
	} {
		if !Weak([]byte(weak)) {
			t.Errorf("%q passes", weak)
		}
	}
}

// Whatever people use to make a random secret must pass, every time.
func TestRandomSecretsAreNotWeak(t *testing.T) {
	for range 20_000 {
		raw := make([]byte, 32)
		_, _ = rand.Read(raw)
		for what, secret := range map[string]string{
			"hex of 32 bytes": hex.EncodeToString(raw), "hex of 16 bytes": hex.EncodeToString(raw[:16]), "upper hex": strings.ToUpper(hex.EncodeToString(raw)),
			"base64": base64.StdEncoding.EncodeToString(raw), "base64 of 24 bytes": base64.URLEncoding.EncodeToString(raw[:24]),
			"raw bytes": "\x01" + string(raw) + "\xff", "base32": rand.Text() + rand.Text(), "UUID": uuid.NewString(),
		} {
			if Weak([]byte(secret)) {
				t.Fatalf("%s: %q is taken for weak", what, secret)
			}
		}
	}
}
