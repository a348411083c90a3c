package hpp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/sealed"
)

// LinkPurpose is what one public link may be used for. Each purpose has its
// own token, so that knowing one link opens no other (docs/spec/decisions.md §5).
type LinkPurpose string

// The purposes. PurposeForm is no link: it is the key a page puts into its
// forms, so that only a page of ours can post for its session.
const (
	PurposePage LinkPurpose = "page"
	PurposeQR   LinkPurpose = "qr"
	PurposeForm LinkPurpose = "form"
)

// SeedSize is the number of random bytes behind a session's links.
const SeedSize = 32

const tokenSize = 16 // bytes: 128 bits, 22 characters

// Links makes every address and token of a session. Tokens derive from the
// session's random seed and the server's secret; a store that leaks holds
// neither a token nor what is needed to make one.
type Links struct {
	secret           []byte
	sharedLinkCipher cipher.Block // makes a shared link of a session's own
	tokenKey         sealed.Key   // hides authorization tokens in what is stored
	publicURL        string
	apiURL           string
	region           string
}

// NewLinks takes the server's secret, the base addresses without a trailing
// slash, and the region (eu, na or oc).
func NewLinks(secret []byte, publicURL, apiURL, region string) Links {
	l := Links{secret: secret, publicURL: strings.TrimRight(publicURL, "/"), apiURL: strings.TrimRight(apiURL, "/"), region: region}
	l.tokenKey = sealed.New(secret, "authorization tokens")
	l.sharedLinkCipher, _ = aes.NewCipher(l.mac("shared links")) // a key of 32 bytes always fits
	return l
}

// trimAPIPath is a path of an API address without the path of the API's own base.
func (l Links) trimAPIPath(path string) string {
	base, err := url.Parse(l.apiURL)
	if err != nil || base.Path == "" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, base.Path); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	return path
}

func (l Links) mac(parts ...string) []byte {
	mac := hmac.New(sha256.New, l.secret)
	for _, part := range parts {
		mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return mac.Sum(nil)
}

func (l Links) token(s Session, purpose LinkPurpose) string {
	sum := l.mac("link", string(purpose), string(s.ID), string(s.Seed))
	return base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// PageToken is the payer's link token, as short as 128 bits allow because it
// also travels in text messages.
func (l Links) PageToken(s Session) string { return l.token(s, PurposePage) }

// LinkHash is what a store keeps of a payer's link token, to find its session.
func (l Links) LinkHash(token string) []byte { return l.mac("hash", token)[:tokenSize] }

// FormKey is the key that the session's forms carry.
func (l Links) FormKey(s Session) string { return l.token(s, PurposeForm) }

// The other tokens name their session, so nothing has to be stored for them.
func (l Links) namedToken(s Session, purpose LinkPurpose) string {
	return string(s.ID) + "." + l.token(s, purpose)
}

// SessionOfToken answers the session that a token keys to open; only Opens proves it.
func SessionOfToken(token string) (SessionID, bool) {
	id, _, ok := strings.Cut(token, ".")
	return SessionID(id), ok && id != ""
}

// Verify reports whether token is s's own link for purpose.
func (l Links) Verify(s Session, purpose LinkPurpose, token string) bool {
	return hmac.Equal([]byte(l.namedToken(s, purpose)), []byte(token))
}

// PageURL is the payer's address: redirect_url.
func (l Links) PageURL(s Session) string {
	return l.publicURL + "/" + l.region + "/hpp/payments/" + l.PageToken(s)
}

// QRURL is the public picture of the payer's address: qr_code_url.
func (l Links) QRURL(s Session) string {
	return l.publicURL + "/" + l.region + "/hpp/payments/" + l.namedToken(s, PurposeQR) + "/qr"
}

// SessionURL is the session's address for its merchant: session_url.
func (l Links) SessionURL(s Session) string { return l.apiURL + "/hpp/v1/sessions/" + string(s.ID) }

// distributionQuery names the distribution that led to the page, for the payer's address.
func distributionQuery(number int64) string { return "?m=" + strconv.FormatInt(number, 10) }

// MessageURL is the payer's address as the session's nth distribution carries it.
func (l Links) MessageURL(s Session, number int64) string {
	return l.PageURL(s) + distributionQuery(number)
}
