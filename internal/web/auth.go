package web

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxCredentials bounds the Authorization header, in bytes (hpp.md §1.0).
const maxCredentials = 6 << 10

// unauthorized is an error that means "these credentials open nothing". Rooms
// that may not know this package say it with a method of their own.
type unauthorized interface {
	error
	Unauthorized() bool
}

type badCredentials struct{}

func (badCredentials) Error() string      { return "unknown user name or wrong password" }
func (badCredentials) Unauthorized() bool { return true }

// ErrUnauthorized is what a verify function answers for credentials that open
// nothing. Any error with a method Unauthorized() bool does the same.
var ErrUnauthorized error = badCredentials{}

// apiRealm is where credentials of the APIs are good for.
const apiRealm = "OpenHPP"

// Client is a caller that proved who it is.
type Client interface {
	// ClientID names it in limits and in the log.
	ClientID() string
}

// AuthConfig is who gets in by a password, and how often.
type AuthConfig[C Client] struct {
	Verify func(ctx context.Context, username, password string) (C, error)
	Rate   Rate
	// Realm is where the password is good for; empty: all APIs. A browser that
	// learnt credentials in one realm does not offer them in another.
	Realm string
}

// BasicAuth lets only requests through whose credentials auth accepts, and
// hands the client to next. All others get the same 401, whether the header is
// missing, malformed or wrong; a check that fails gives a 500. What a browser may
// have been made to send gets a 403 before that: it remembers credentials and
// adds them to requests of any page.
func BasicAuth[C Client](auth AuthConfig[C], next func(http.ResponseWriter, *http.Request, C)) http.Handler {
	realm := cmp.Or(auth.Realm, apiRealm)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		private(w)
		if refuseForgery(w, r) {
			return
		}
		username, password, ok := credentials(r.Header)
		if !ok {
			reason := reasonMalformed
			if len(r.Header.Values("Authorization")) == 0 {
				reason = reasonMissing
			}
			refuseCredentials(w, r, realm, reason, "")
			return
		}
		client, err := auth.Verify(r.Context(), username, password)
		if err != nil {
			if denied, ok := errors.AsType[unauthorized](err); ok && denied.Unauthorized() {
				refuseCredentials(w, r, realm, reasonWrong, username)
				return
			}
			Fail(w, r, err)
			return
		}
		noteClient(r.Context(), client.ClientID())
		if admit(w, r, client.ClientID(), auth.Rate) {
			next(w, r, client)
		}
	})
}

// credentials reads the one Authorization header: scheme in any case, any
// blanks around it, padding optional. The password may hold colons.
func credentials(header http.Header) (username, password string, ok bool) {
	values := header.Values("Authorization")
	if len(values) != 1 || len(values[0]) > maxCredentials {
		return "", "", false
	}
	fields := strings.Fields(values[0])
	if len(fields) != 2 || !strings.EqualFold(fields[0], "Basic") {
		return "", "", false
	}
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(fields[1], "="))
	if err != nil || !utf8.Valid(text) {
		return "", "", false
	}
	return strings.Cut(string(text), ":")
}
