package hpp

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// AccessCodeLife is how long a code on a phone is waited for.
const AccessCodeLife = 10 * time.Minute

// AccessCode is a code that a payer's phone shows, waiting for a payment. Only
// keyed hashes of its secret and its two spellings are stored.
type AccessCode struct {
	Secret    []byte    // of the phone's own address
	Code      []byte    // of what is read by a scanner
	Digits    []byte    // of what is typed by a person
	ExpiresAt time.Time // UTC, milliseconds
	Network   []byte    // keyed hash of the network that it was asked from
	SeenAt    time.Time // when its page was last looked at; UTC, milliseconds
	// Session and Number are the distribution that it got; empty: still waiting.
	Session SessionID
	Number  int64
}

// AccessStore keeps waiting codes. Every method is one transaction.
type AccessStore interface {
	// InsertAccess stores a new code and removes some that have expired. It answers
	// ErrAccessCodeTaken when a spelling is in use. Where a limit is reached, the
	// code whose page is unseen for the longest ends at now; ErrTooManyAccessCodes
	// when every page is in use.
	InsertAccess(ctx context.Context, a AccessCode, now time.Time, room AccessLimits) error
	// TouchAccess records that a code's page was seen.
	TouchAccess(ctx context.Context, secret []byte, at time.Time) error
	// FindAccess finds a code by the hash of its secret, or ErrNotFound.
	FindAccess(ctx context.Context, secret []byte) (AccessCode, error)
}

// Errors of new codes.
var (
	ErrAccessCodeTaken    = errors.New("hpp: an access code is in use")
	ErrTooManyAccessCodes = &Error{Code: CodeUnavailable, Messages: []string{"Too many phones are waiting; try again"}}
)

// ErrNoAccessCode means that no phone shows a code: it is wrong, over or used up.
var ErrNoAccessCode = newError(CodeNotFound, "Access token not found: no phone is showing this code")

// AccessLimits bounds how many codes may wait at once.
type AccessLimits struct {
	Total      int64 // whoever asks for them
	PerNetwork int64 // asked from one network
	// IdleAfter is how long the page of a code is unseen before another code may
	// take its place.
	IdleAfter time.Duration
}

// accessLimits lets one network take a small part only, so that a stranger cannot
// shut the tills of others. Open pages ask every other second.
var accessLimits = AccessLimits{Total: 10_000, PerNetwork: 20, IdleAfter: 15 * time.Second}

// touchInterval is how often the time a page was seen is saved.
const touchInterval = 5 * time.Second

// AccessView is what a waiting phone shows.
type AccessView struct {
	Code      string // for a scanner: access_id as it stands
	Digits    string // for a person, who may also type it in groups
	ExpiresAt time.Time
	Expired   bool
	// Link is the payer's link with what led there, once there is one.
	Link string
	Now  time.Time
}

// AccessCodes are the acts of a payer who has no link yet. DistributionService implements it.
type AccessCodes interface {
	// IssueAccessCode makes a code for somebody in a network and answers the secret of
	// the page that shows it.
	IssueAccessCode(ctx context.Context, network string) (string, error)
	// ViewAccessCode answers what that page shows now, or ErrNotFound.
	ViewAccessCode(ctx context.Context, secret string) (AccessView, error)
	// WatchAccessCode is signalled when a code got its session.
	WatchAccessCode(secret string) Subscription
}

// IssueAccessCode implements AccessCodes.
func (s *DistributionService) IssueAccessCode(ctx context.Context, network string) (string, error) {
	for {
		secret := s.Sessions.randomToken()
		now := s.Sessions.now()
		code, digits := s.Sessions.Links.accessCode(secret), s.Sessions.Links.accessDigits(secret)
		err := s.AccessCodes.InsertAccess(ctx, AccessCode{
			Secret: s.Sessions.Links.mac("access-secret", secret), Code: s.Sessions.Links.accessHash(code), Digits: s.Sessions.Links.accessHash(digits),
			ExpiresAt: now.Add(AccessCodeLife), Network: s.Sessions.Links.mac("access-network", network), SeenAt: now,
		}, now, accessLimits)
		if errors.Is(err, ErrAccessCodeTaken) {
			continue // the same twelve digits: one time in a hundred million
		}
		return secret, err
	}
}

// ViewAccessCode implements AccessCodes.
func (s *DistributionService) ViewAccessCode(ctx context.Context, secret string) (AccessView, error) {
	key := s.Sessions.Links.mac("access-secret", secret)
	a, err := s.AccessCodes.FindAccess(ctx, key)
	if err != nil {
		return AccessView{}, err
	}
	if now := s.Sessions.now(); a.Session == "" && now.Before(a.ExpiresAt) && now.Sub(a.SeenAt) >= touchInterval {
		if err := s.AccessCodes.TouchAccess(ctx, key, now); err != nil {
			return AccessView{}, err
		}
	}
	v := AccessView{Code: s.Sessions.Links.accessCode(secret), Digits: s.Sessions.Links.accessDigits(secret), ExpiresAt: a.ExpiresAt, Now: s.Sessions.now()}
	v.Expired = !v.Now.Before(a.ExpiresAt)
	if a.Session == "" {
		return v, nil
	}
	session, err := s.Sessions.Store.Find(ctx, a.Session)
	if err != nil {
		return AccessView{}, err
	}
	v.Link = s.Sessions.Links.SharedToken(session) + distributionQuery(a.Number)
	return v, nil
}

// randomToken is a value that nobody can guess, 22 characters long.
func (s *SessionService) randomToken() string {
	return base64.RawURLEncoding.EncodeToString(s.Links.mac("random", string(s.NewSeed()))[:tokenSize])
}

// accessPrefix tells our codes from others that a till may scan.
const accessPrefix = "openhpp:"

// Both spellings derive from the page's secret: a store that leaks holds none.
func (l Links) accessCode(secret string) string {
	return accessPrefix + base64.RawURLEncoding.EncodeToString(l.mac("access-code", secret)[:tokenSize])
}

func (l Links) accessDigits(secret string) string {
	const twelveDigits = 1_000_000_000_000
	n := binary.BigEndian.Uint64(l.mac("access-digits", secret)) % twelveDigits
	return fmt.Sprintf("%012d", n)
}

// accessHash is what is stored of a spelling. People copy digits in groups.
func (l Links) accessHash(spelling string) []byte {
	spelling = strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(spelling))
	return l.mac("access", spelling)
}
