package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math/bits"
	"net/http"
	"strconv"
	"time"
)

// How many wrong passwords a client's network may send: WrongTries within
// WrongSpan. Right ones are not counted and never refused for others' mistakes,
// so nobody can lock a merchant out.
const (
	WrongTries = 50
	WrongSpan  = 5 * time.Second
)

const (
	watchedNetworks = 10_000
	recordsApart    = 20          // records of a network in a recordSpan that stand for one failure each
	recordSpan      = time.Minute // after it a network is new again
)

// Reasons of failures, as the metric counts them.
const (
	reasonMissing   = "missing"   // no credentials at all: a browser's first try
	reasonMalformed = "malformed" // a header that cannot be read
	reasonWrong     = "wrong"     // an unknown user, a wrong password, a shut account
	reasonLimited   = "limited"   // wrong, and one too many
)

// WrongPasswords sees failed authentications: it counts them, keeps evidence in
// the log and slows networks down that send too many.
type WrongPasswords struct {
	log     *slog.Logger
	count   func(reason string)
	key     []byte
	tries   *Window[string]
	records *counter
}

// WatchPasswords makes a watch. count is told the reason of each failure: one of
// missing, malformed, wrong, limited. User names are logged as a hash under key,
// so that one can be recognized and none be read.
func WatchPasswords(log *slog.Logger, count func(reason string), key []byte) *WrongPasswords {
	return &WrongPasswords{
		log: log, count: count, key: key,
		tries:   NewWindow[string](WrongTries, WrongSpan, watchedNetworks),
		records: newCounter(recordSpan, watchedNetworks),
	}
}

type watchKey struct{}

// Watch watches every BasicAuth behind next.
func (p *WrongPasswords) Watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner := r.WithContext(context.WithValue(r.Context(), watchKey{}, p))
		defer func() { r.Pattern = inner.Pattern }() // for the log outside
		next.ServeHTTP(w, inner)
	})
}

// refuseCredentials answers a failed authentication.
func refuseCredentials(w http.ResponseWriter, r *http.Request, realm, reason, username string) {
	if p, ok := r.Context().Value(watchKey{}).(*WrongPasswords); ok {
		if wait := p.note(r, reason, username); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
			WriteError(w, r, http.StatusTooManyRequests, codeTooMany, fmt.Sprintf(
				"Too many wrong passwords from your network: at most %d in %d seconds; try again in %d", WrongTries, int(WrongSpan.Seconds()), seconds(wait)))
			return
		}
	}
	w.Header().Set("WWW-Authenticate", `Basic realm="`+realm+`", charset="UTF-8"`)
	WriteError(w, r, http.StatusUnauthorized, "UNAUTHORIZED", "A valid user name and password are required")
}

// note counts a failure and answers how long its network has to wait. A request
// without credentials is nobody's wrong password.
func (p *WrongPasswords) note(r *http.Request, reason, username string) (wait time.Duration) {
	now, network := time.Now(), ClientNetwork(r)
	if reason != reasonMissing {
		if _, wait = p.tries.Take(network, now); wait > 0 {
			reason = reasonLimited
		}
		p.record(r, reason, username, network, p.records.add(network, now))
	}
	p.count(reason)
	return wait
}

// record keeps evidence: each of a network's first failures, and of a flood only
// every doubling, so that the log cannot be filled.
func (p *WrongPasswords) record(r *http.Request, reason, username, network string, tries int) {
	if tries > recordsApart && bits.OnesCount(uint(tries)) != 1 {
		return
	}
	attrs := []slog.Attr{
		slog.String("event", "auth.failed"), slog.String("reason", reason), slog.String("client", network),
		slog.Int("tries", tries), slog.String("correlation_id", CorrelationID(r.Context())),
	}
	if username != "" {
		attrs = append(attrs, slog.String("user", p.pseudonym(username)))
	}
	// Not the request's context: the id is in the line already.
	p.log.LogAttrs(context.Background(), slog.LevelWarn, "authentication failed", attrs...)
}

// pseudonym is the same for the same user name, and leads back to none.
func (p *WrongPasswords) pseudonym(username string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(username))
	const enough = 8 // bytes, to tell the users of one server apart
	return hex.EncodeToString(mac.Sum(nil)[:enough])
}

// seconds rounds up: whoever waits that long has waited enough.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
