package catcher

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// keySize is how much of the signature a key carries: 128 bits, that nobody can
// guess.
const keySize = 16

// Keys make the part of an address that says whose requests are caught there.
type Keys struct{ Secret []byte }

// Of is a merchant's key. Whoever has it can send requests to the merchant's
// catcher, and no more.
func (k Keys) Of(merchant hpp.MerchantID) string {
	return string(merchant) + "." + base64.RawURLEncoding.EncodeToString(k.sign(merchant))
}

func (k Keys) sign(merchant hpp.MerchantID) []byte {
	mac := hmac.New(sha256.New, k.Secret)
	mac.Write([]byte(merchant))
	return mac.Sum(nil)[:keySize]
}

// Merchant is whose key it is; false for one that this server never made.
func (k Keys) Merchant(key string) (hpp.MerchantID, bool) {
	id, signature, ok := strings.Cut(key, ".")
	given, err := base64.RawURLEncoding.DecodeString(signature)
	merchant := hpp.MerchantID(id)
	return merchant, ok && err == nil && hmac.Equal(given, k.sign(merchant))
}
