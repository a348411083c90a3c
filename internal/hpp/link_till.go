package hpp

import (
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// TillTokenLife is how long a token of the distribution module opens it: a shift
// at the till. generation_url gives the next one.
const TillTokenLife = 8 * time.Hour

// tillTokenEnd is when a token made at a moment ends: never after the session.
func (s Session) tillTokenEnd(made time.Time) time.Time {
	if end := made.Add(TillTokenLife); end.Before(s.ExpiresAt) {
		return end
	}
	return s.ExpiresAt
}

// TillToken is a signed token of the distribution module as made at a
// moment: session id, end (Unix seconds) and signature, joined by dots.
func (l Links) TillToken(s Session, made time.Time) string {
	end := strconv.FormatInt(s.tillTokenEnd(made).Unix(), 10)
	return string(s.ID) + "." + end + "." + l.tillSignature(s, end)
}

func (l Links) tillSignature(s Session, end string) string {
	return base64.RawURLEncoding.EncodeToString(l.mac("module", string(s.ID), end, string(s.Seed)))
}

// verifyTillToken reports whether token is a module token of s, and whether its
// time is over: only who holds a genuine one learns that.
func (l Links) verifyTillToken(s Session, token string, now time.Time) (genuine, over bool) {
	rest, ok := strings.CutPrefix(token, string(s.ID)+".")
	end, signature, found := strings.Cut(rest, ".")
	if !ok || !found || !hmac.Equal([]byte(signature), []byte(l.tillSignature(s, end))) {
		return false, false
	}
	seconds, err := strconv.ParseInt(end, 10, 64)
	return err == nil, err == nil && now.Unix() >= seconds
}

// TillURL is the clerk's page; the placeholders are the integrator's to fill
// (docs/spec/hpp.md §1.1).
func (l Links) TillURL(s Session, made time.Time) string {
	return l.publicURL + "/" + l.region + "/hpp/distributions/" + l.TillToken(s, made) +
		"?profile_id={{profile_id}}&view_id={{view_id}}"
}

// tillFormKey is the key that a till's forms carry.
func (l Links) tillFormKey(s Session) string { return l.token(s, "module form") }
