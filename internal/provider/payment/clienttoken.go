package payment

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// clientToken is a JWT with the members a browser script reads
// (docs/spec/provider.md A.3.10). It holds nothing of the payer.
func (s *Service) clientToken(session Session, shop string) string {
	language, _, _ := strings.Cut(strings.ToLower(session.Purchase.Locale), "-")
	header := part(map[string]string{"alg": "HS256", "typ": "JWT"})
	claims := part(map[string]any{
		"session_id":       session.ID,
		"session_type":     "PAYMENTS",
		"base_url":         s.PublicURL,
		"environment":      s.Environment,
		"merchant_name":    shop,
		"purchase_country": session.Purchase.PurchaseCountry,
		"language":         language,
		"order_amount":     session.Purchase.OrderAmount,
		"iat":              session.CreatedAt.Unix(),
		"exp":              session.ExpiresAt.Unix(),
	})
	signed := header + "." + claims
	return signed + "." + base64.RawURLEncoding.EncodeToString(s.sign("client token", signed))
}

func part(members any) string {
	// Maps of strings and integers always marshal, with their names sorted.
	text, _ := json.Marshal(members)
	return base64.RawURLEncoding.EncodeToString(text)
}

// sign keys each purpose apart, so that one signature proves one thing.
func (s *Service) sign(purpose, text string) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("playground " + purpose + "\n" + text))
	return mac.Sum(nil)
}
