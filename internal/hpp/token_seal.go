package hpp

import (
	"errors"
	"time"
)

// Authorizations that payers gave at a provider are worth money until they are
// used: they are stored sealed, and erased with the attempt.

// TokenClaim takes an authorization token for one session of its payment.
type TokenClaim struct {
	Hash []byte // keyed, of the token
	At   time.Time
}

// ErrTokenClaimed means that a session has used the token, or given it back.
var ErrTokenClaimed = errors.New("hpp: the authorization token is in use")

// sealToken hides an authorization token of a session in what is stored of it.
func (l Links) sealToken(id SessionID, token string) []byte {
	return l.tokenKey.Seal([]byte(token), string(id))
}

// openToken is the token that was sealed for a session.
func (l Links) openToken(id SessionID, sealed []byte) (string, error) {
	token, err := l.tokenKey.Open(sealed, string(id))
	if err != nil {
		return "", errors.New("hpp: the sealed token of session " + string(id) + " cannot be opened: the server's secret has changed")
	}
	return string(token), nil
}

// claim takes a token for a session.
func (l Links) claim(token string, now time.Time) *TokenClaim {
	return &TokenClaim{Hash: l.mac("token claim", token)[:tokenSize], At: now}
}

// attemptToken is the authorization that a session's attempt places.
func (s *SessionService) attemptToken(session Session) (string, error) {
	if sealed := session.Attempt.SealedToken; len(sealed) > 0 {
		return s.Links.openToken(session.ID, sealed)
	}
	return session.Attempt.Token, nil
}
