package payment

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// OpenClientToken answers the session that a client token opens, and its merchant;
// hpp.ErrNotFound for none, and for one that is over.
func (s *Service) OpenClientToken(ctx context.Context, token string) (hpp.MerchantID, string, error) {
	signed, signature, ok := cutSignature(token)
	given, err := base64.RawURLEncoding.DecodeString(signature)
	if !ok || err != nil || !hmac.Equal(given, s.sign("client token", signed)) {
		return "", "", hpp.ErrNotFound
	}
	_, claims, _ := strings.Cut(signed, ".")
	text, err := base64.RawURLEncoding.DecodeString(claims)
	var of struct {
		ID string `json:"session_id"`
	}
	if err != nil || json.Unmarshal(text, &of) != nil {
		return "", "", hpp.ErrNotFound
	}
	session, err := s.Store.SessionOf(ctx, of.ID)
	if err != nil {
		return "", "", endpoint.NotFoundAs(err, ErrNoSession)
	}
	if session.Over(s.now()) {
		return "", "", hpp.ErrNotFound
	}
	return session.Merchant, session.ID, nil
}

// cutSignature splits a token at its last point.
func cutSignature(token string) (signed, signature string, ok bool) {
	i := strings.LastIndexByte(token, '.')
	if i < 0 {
		return "", "", false
	}
	return token[:i], token[i+1:], true
}
