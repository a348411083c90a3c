package endpoint

import (
	"crypto/rand"
	"encoding/hex"
)

// NewToken makes a bearer token: 128 random bits, in
// the shape of the published ids.
func NewToken() string {
	var bits [16]byte
	_, _ = rand.Read(bits[:]) // never fails: it ends the process first
	text := hex.EncodeToString(bits[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
