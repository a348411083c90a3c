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

// AccessLife is how long a code on a phone is waited for.
const AccessLife = 10 * time.Minute

// Access is a code that a payer's phone shows, waiting for a payment. Only
// keyed hashes of its secret and its two spellings are stored.
type Access struct {
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
	// InsertAccess stores a new code and drops some that are over. It answers
	// ErrTaken when a spelling is in use. Where room is full, the code that was
	// not looked at for the longest ends at now and gives way; ErrCrowded when
	// all are looked at.
	InsertAccess(ctx context.Context, a Access, now time.Time, room AccessRoom) error
	// SawAccess notes that a code's page was looked at.
	SawAccess(ctx context.Context, secret []byte, at time.Time) error
	// Access finds a code by the hash of its secret, or ErrNotFound.
	Access(ctx context.Context, secret []byte) (Access, error)
}

// Errors of new codes.
var (
	ErrTaken   = errors.New("hpp: an access code is in use")
	ErrCrowded = &Error{Code: CodeUnavailable, Messages: []string{"Too many phones are waiting; try again"}}
)

// ErrAccess means that no phone shows a code: it is wrong, over or used up.
var ErrAccess = fault(CodeNotFound, "Access token not found: no phone is showing this code")

// AccessRoom bounds how many codes may wait at once.
type AccessRoom struct {
	All     int64 // whoever asks for them
	Network int64 // asked from one network
	// Unseen is for how long the page of a code that gives way was not looked at.
	Unseen time.Duration
}

// accessRoom lets one network take a small part only, so that a stranger cannot
// shut the tills of others. Open pages look every half second.
var accessRoom = AccessRoom{All: 10_000, Network: 20, Unseen: 15 * time.Second}

// noteLooks is how often a look is worth writing down.
const noteLooks = 5 * time.Second

// AccessVisit is what a waiting phone shows.
type AccessVisit struct {
	Code      string // for a scanner: access_id as it stands
	Digits    string // for a person, who may also type it in groups
	ExpiresAt time.Time
	Over      bool
	// Link is the payer's link with what led there, once there is one.
	Link string
	Now  time.Time
}

// Visitors are the acts of a payer who has no link yet. Service implements it.
type Visitors interface {
	// NewAccess makes a code for somebody in a network and answers the secret of
	// the page that shows it.
	NewAccess(ctx context.Context, network string) (string, error)
	// ShowAccess answers what that page shows now, or ErrNotFound.
	ShowAccess(ctx context.Context, secret string) (AccessVisit, error)
}

// NewAccess implements Visitors.
func (s *Service) NewAccess(ctx context.Context, network string) (string, error) {
	for {
		secret := s.random()
		now := s.now()
		code, digits := s.Links.accessCode(secret), s.Links.accessDigits(secret)
		err := s.Accesses.InsertAccess(ctx, Access{
			Secret: s.Links.mac("access-secret", secret), Code: s.Links.accessHash(code), Digits: s.Links.accessHash(digits),
			ExpiresAt: now.Add(AccessLife), Network: s.Links.mac("access-network", network), SeenAt: now,
		}, now, accessRoom)
		if errors.Is(err, ErrTaken) {
			continue // the same twelve digits: one time in a hundred million
		}
		return secret, err
	}
}

// ShowAccess implements Visitors.
func (s *Service) ShowAccess(ctx context.Context, secret string) (AccessVisit, error) {
	key := s.Links.mac("access-secret", secret)
	a, err := s.Accesses.Access(ctx, key)
	if err != nil {
		return AccessVisit{}, err
	}
	if now := s.now(); a.Session == "" && now.Before(a.ExpiresAt) && now.Sub(a.SeenAt) >= noteLooks {
		if err := s.Accesses.SawAccess(ctx, key, now); err != nil {
			return AccessVisit{}, err
		}
	}
	v := AccessVisit{Code: s.Links.accessCode(secret), Digits: s.Links.accessDigits(secret), ExpiresAt: a.ExpiresAt, Now: s.now()}
	v.Over = !v.Now.Before(a.ExpiresAt)
	if a.Session == "" {
		return v, nil
	}
	session, err := s.Store.Find(ctx, a.Session)
	if err != nil {
		return AccessVisit{}, err
	}
	v.Link = s.Links.SharedToken(session) + via(a.Number)
	return v, nil
}

// random is a value that nobody can guess, 22 characters long.
func (s *Service) random() string {
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
