package rest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

const maxKey = 255 // characters of an idempotency key

// claimOf reads the idempotency key and makes the fingerprint of what is asked
// for: the body in its normal form, so that a retry that orders its members
// otherwise is still the same request (decisions.md §4).
func claimOf(r *http.Request, body web.Object) (hpp.Claim, error) {
	key, err := keyOf(r.Header)
	if err != nil || key == "" {
		return hpp.Claim{}, err
	}
	text, err := json.Marshal(body)
	if err != nil {
		return hpp.Claim{}, fmt.Errorf("rest: fingerprint: %w", err)
	}
	asked := r.Pattern + "\n"
	if id := r.PathValue("session_id"); id != "" {
		asked += id + "\n"
	}
	sum := sha256.Sum256(append([]byte(asked), text...))
	return hpp.Claim{Key: key, Fingerprint: sum[:]}, nil
}

// keyOf reads the key under either of its names; when it stands more than
// once, all must agree.
func keyOf(header http.Header) (string, error) {
	values := slices.Concat(header.Values("Idempotency-Key"), header.Values("Klarna-Idempotency-Key"))
	for _, value := range values {
		if value != values[0] {
			return "", badKey("must be the same under both names")
		}
		if value == "" || utf8.RuneCountInString(value) > maxKey || !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
			return "", badKey(fmt.Sprintf("must be 1 to %d characters", maxKey))
		}
	}
	if len(values) == 0 {
		return "", nil
	}
	return values[0], nil
}

func badKey(want string) error {
	return &hpp.Error{
		Code:     hpp.CodeBadValue,
		Messages: []string{"Bad value: Idempotency-Key (" + want + ")"},
		Fields:   []string{"Idempotency-Key"},
	}
}
