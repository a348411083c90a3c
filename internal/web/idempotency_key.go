package web

import (
	"fmt"
	"net/http"
)

// maxKey bounds an idempotency key, in characters.
const maxKey = 255

// keyNames are the two headers an idempotency key may come in.
var keyNames = []string{"Klarna-Idempotency-Key", "Idempotency-Key"}

// IdempotencyKey reads a request's idempotency key under either of its names;
// empty when there is none. A key is 1 to 255 printable ASCII characters. What
// two readers could take for two keys is refused: a header that comes twice, and
// two names that differ. Errors are *BodyError.
func IdempotencyKey(header http.Header) (string, error) {
	key := ""
	for _, name := range keyNames {
		values := header.Values(name)
		switch {
		case len(values) == 0:
			continue
		case len(values) > 1:
			return "", badKey(name, "must come once")
		case !printable(values[0]):
			return "", badKey(name, fmt.Sprintf("must be 1 to %d printable ASCII characters", maxKey))
		case key != "" && key != values[0]:
			return "", badKey(name, "must be the same under both names")
		}
		key = values[0]
	}
	return key, nil
}

func printable(key string) bool {
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' {
			return false
		}
	}
	return len(key) >= 1 && len(key) <= maxKey
}

func badKey(name, want string) error {
	return &BodyError{
		Status: http.StatusBadRequest, Code: codeBadValue,
		Messages: []string{"Bad value: " + name + " (" + want + ")"}, Fields: []string{name},
	}
}
