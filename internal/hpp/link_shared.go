package hpp

import "encoding/base64"

// A shared link is one that others can see: in a picture at a till, on a
// poster, on a phone that was lent. It opens the same page, but fills in nothing
// of the payer. It is the session's own token under a key of the server, so that
// it is as short, and whoever scans it cannot make the own link of it.

// SharedToken is the token of a session's shared link.
func (l Links) SharedToken(s Session) string {
	sum := l.mac("link", string(PurposePage), string(s.ID), string(s.Seed))
	shared := make([]byte, tokenSize)
	l.sharedLinkCipher.Encrypt(shared, sum[:tokenSize])
	return base64.RawURLEncoding.EncodeToString(shared)
}

// pageTokenOf is the token of which a shared one was made; false for what is no
// token.
func (l Links) pageTokenOf(token string) (string, bool) {
	shared, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(shared) != tokenSize {
		return "", false
	}
	own := make([]byte, tokenSize)
	l.sharedLinkCipher.Decrypt(own, shared)
	return base64.RawURLEncoding.EncodeToString(own), true
}

// browserHash is what is kept of what a browser holds.
func (l Links) browserHash(s SessionID, held string) []byte {
	return l.mac("browser", string(s), held)[:tokenSize]
}
