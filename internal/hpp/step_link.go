package hpp

import (
	"crypto/hmac"
	"encoding/base64"
	"strings"
)

// The step on which a payer acts at a provider has an address of its own: a
// provider's script can read where it runs, and a payer's link must not lie
// there. It names the session and the attempt, and is proved by the third part.

// stepToken is the last part of the address of an attempt's step.
func (l Links) stepToken(s Session, attempt string) string {
	sum := l.mac("provider step", string(s.ID), attempt, string(s.Seed))
	return string(s.ID) + "." + attempt + "." + base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// stepFormKey must come back with every form of the step.
func (l Links) stepFormKey(s Session, attempt string) string {
	sum := l.mac("provider step form", string(s.ID), attempt, string(s.Seed))
	return base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// splitStepToken answers what a step's token claims to name.
func splitStepToken(token string) (id SessionID, attempt string, ok bool) {
	named, _, ok := cutLast(token)
	if !ok {
		return "", "", false
	}
	session, attempt, ok := cutLast(named)
	return SessionID(session), attempt, ok
}

func cutLast(text string) (before, after string, ok bool) {
	i := strings.LastIndexByte(text, '.')
	if i <= 0 || i == len(text)-1 {
		return "", "", false
	}
	return text[:i], text[i+1:], true
}

func (l Links) opensStep(s Session, attempt, token string) bool {
	return hmac.Equal([]byte(l.stepToken(s, attempt)), []byte(token))
}

// StepURL is the address of a step.
func (l Links) StepURL(token string) string {
	return l.publicURL + "/" + l.region + "/hpp/pay/" + token
}
