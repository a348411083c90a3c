package signedresult

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The version stands before the payload and is signed with it. The signed text
// begins with a word that no callback's id is, so that neither can pass for the
// other although one key signs both.
const (
	version = "v1"
	purpose = "openhpp_result."
)

// payload is what a shop reads. Times are seconds since 1970.
type payload struct {
	MerchantID         hpp.MerchantID `json:"merchant_id"`
	SessionID          hpp.SessionID  `json:"session_id"`
	Status             hpp.Status     `json:"status"`
	AuthorizationToken string         `json:"authorization_token,omitempty"`
	OrderID            string         `json:"order_id,omitempty"`
	Amount             int64          `json:"amount"`
	Currency           string         `json:"currency"`
	Nonce              string         `json:"nonce"`
	IssuedAt           int64          `json:"issued_at"`
	ExpiresAt          int64          `json:"expires_at"`
}

// Signer signs results with the keys that sign a merchant's callbacks.
type Signer struct {
	// Secrets are a merchant's signing secrets, the current one first.
	Secrets func(context.Context, hpp.MerchantID) ([][]byte, error)
}

// Sign answers "v1.", the payload and one signature for each of the merchant's
// secrets, all base64url without padding and joined by dots: characters that an
// address takes as they are.
func (s Signer) Sign(ctx context.Context, r hpp.PaidResult) (string, error) {
	secrets, err := s.Secrets(ctx, r.Merchant)
	if err != nil {
		return "", fmt.Errorf("signedresult: secrets of merchant %s: %w", r.Merchant, err)
	}
	if len(secrets) == 0 {
		return "", fmt.Errorf("signedresult: merchant %s has no secret to sign with", r.Merchant)
	}
	text, err := json.Marshal(payload{
		MerchantID: r.Merchant, SessionID: r.Session, Status: hpp.Completed,
		AuthorizationToken: r.AuthorizationToken, OrderID: r.OrderID,
		Amount: r.Amount, Currency: r.Currency, Nonce: r.Nonce,
		IssuedAt: r.IssuedAt.Unix(), ExpiresAt: r.ExpiresAt.Unix(),
	})
	if err != nil {
		return "", fmt.Errorf("signedresult: %w", err)
	}
	signed := version + "." + base64.RawURLEncoding.EncodeToString(text)
	parts := []string{signed}
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(purpose + signed))
		parts = append(parts, base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(parts, "."), nil
}
