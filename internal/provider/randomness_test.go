package provider_test

import (
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
)

var tokenForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Whoever holds a token can spend it: every one of its 128 bits is random, in
// the shape that clients know.
func TestTokensAreRandom(t *testing.T) {
	p := newProvider(t)
	p.hasty = true
	for kind, grant := range map[string]func() string{
		"authorization": func() string { return p.approve(p.open(lamp()), payer()) },
		"customer":      func() string { return p.token(payer()) },
	} {
		var ones, zeros [16]byte
		for range 64 {
			token := grant()
			bits, err := hex.DecodeString(strings.ReplaceAll(token, "-", ""))
			if err != nil || !tokenForm.MatchString(token) {
				t.Fatalf("%s token %q", kind, token)
			}
			for i, b := range bits {
				ones[i] |= b
				zeros[i] |= ^b
			}
		}
		for i := range ones {
			if ones[i] != 0xff || zeros[i] != 0xff {
				t.Errorf("%s token: byte %d has fixed bits: %08b seen as 1, %08b as 0", kind, i, ones[i], zeros[i])
			}
		}
	}
}
