package client

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// Why a signed result is not to be believed. ErrSecret is one more.
var (
	ErrResultForm      = errors.New("client: the result is not what the server writes for {{openhpp_result}}")
	ErrResultSignature = errors.New("client: the result's signature is wrong")
	ErrResultExpired   = errors.New("client: the result is too old, or lies ahead; read the session instead")
	ErrResultMerchant  = errors.New("client: the result is of another merchant")
	ErrResultReplayed  = errors.New("client: the result was seen before; its payment is booked already")
)

// PaidResult is what a payer who has paid brings to the shop in the address of
// merchant_urls.success, where {{openhpp_result}} stood (docs/signed-result.md).
type PaidResult struct {
	MerchantID         string
	SessionID          string
	Status             Status // Completed: there is no other
	AuthorizationToken string // in ModeNone
	OrderID            string // in the other modes
	Amount             int64  // minor units
	Currency           string // ISO 4217
	// Nonce is the same in every result of one payment: keep it with the order,
	// under a unique key, in the transaction that books.
	Nonce     string
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// ResultVerifier checks signed results without asking the server. Secret is
// required.
type ResultVerifier struct {
	// Secret is that of callbacks: "whsec_" and base64, as the server gave it.
	Secret string
	// MerchantID is the shop's own, as the server gave it beside the secret.
	// Empty: not compared. Another merchant's results fail by their signature
	// all the same.
	MerchantID string
	// FirstSeen keeps a nonce and reports whether it is new. An error of it
	// is answered as it is. nil: the caller looks for the nonce itself.
	FirstSeen func(nonce string) (bool, error)
}

// Verify checks a result and decodes it. What it says of session, amount and
// currency is for the caller to compare with the purchase. Beside
// ErrResultReplayed the result is answered too: it is genuine.
func (v ResultVerifier) Verify(result string, now time.Time) (PaidResult, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(v.Secret, "whsec_"))
	if err != nil || len(key) == 0 {
		return PaidResult{}, ErrSecret
	}
	parts := strings.Split(result, ".")
	if len(parts) < 3 || len(result) > maxResult || parts[0] != "v1" {
		return PaidResult{}, ErrResultForm
	}
	if !resultSigned(key, parts[0]+"."+parts[1], parts[2:]) {
		return PaidResult{}, ErrResultSignature
	}
	paid, err := decodeResult(parts[1])
	switch {
	case err != nil:
		return PaidResult{}, err
	case v.MerchantID != "" && paid.MerchantID != v.MerchantID:
		return PaidResult{}, ErrResultMerchant
	case now.After(paid.ExpiresAt) || now.Add(Tolerance).Before(paid.IssuedAt):
		return PaidResult{}, ErrResultExpired
	case v.FirstSeen == nil:
		return paid, nil
	}
	first, err := v.FirstSeen(paid.Nonce)
	if err == nil && !first {
		err = ErrResultReplayed
	}
	return paid, err
}

// maxResult bounds, in bytes, what is looked at: a result has about 500.
const maxResult = 4096

// resultSigned compares every signature in constant time. There are two while
// the merchant changes its secret.
func resultSigned(key []byte, signed string, signatures []string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("openhpp_result." + signed))
	want := mac.Sum(nil)
	for _, text := range signatures {
		if got, err := base64.RawURLEncoding.DecodeString(text); err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}

func decodeResult(encoded string) (PaidResult, error) {
	var sent struct {
		MerchantID         string `json:"merchant_id"`
		SessionID          string `json:"session_id"`
		Status             Status `json:"status"`
		AuthorizationToken string `json:"authorization_token"`
		OrderID            string `json:"order_id"`
		Amount             int64  `json:"amount"`
		Currency           string `json:"currency"`
		Nonce              string `json:"nonce"`
		IssuedAt           int64  `json:"issued_at"`
		ExpiresAt          int64  `json:"expires_at"`
	}
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || json.Unmarshal(text, &sent) != nil || sent.Status != Completed || sent.SessionID == "" || sent.Nonce == "" {
		return PaidResult{}, ErrResultForm
	}
	return PaidResult{
		MerchantID: sent.MerchantID, SessionID: sent.SessionID, Status: sent.Status,
		AuthorizationToken: sent.AuthorizationToken, OrderID: sent.OrderID,
		Amount: sent.Amount, Currency: sent.Currency, Nonce: sent.Nonce,
		IssuedAt: time.Unix(sent.IssuedAt, 0).UTC(), ExpiresAt: time.Unix(sent.ExpiresAt, 0).UTC(),
	}, nil
}
