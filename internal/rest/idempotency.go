package rest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/web"
)

// idempotencyKey reads the idempotency key and makes the fingerprint of what is asked
// for: the body in its normal form, so that a retry that orders its members
// otherwise is still the same request (docs/spec/decisions.md §4).
func idempotencyKey(r *http.Request, body jsonfields.Document) (hpp.IdempotencyKey, error) {
	key, err := web.IdempotencyKey(r.Header)
	if err != nil || key == "" {
		return hpp.IdempotencyKey{}, err
	}
	text, err := json.Marshal(body)
	if err != nil {
		return hpp.IdempotencyKey{}, fmt.Errorf("rest: fingerprint: %w", err)
	}
	asked := r.Pattern + "\n"
	for _, part := range []string{"session_id", "number"} {
		if value := r.PathValue(part); value != "" {
			asked += value + "\n"
		}
	}
	sum := sha256.Sum256(append([]byte(asked), text...))
	return hpp.IdempotencyKey{Value: key, Fingerprint: sum[:]}, nil
}
