package hpp

import (
	"context"
	"errors"
	"time"
)

// A session that is declined again and again is tried by somebody who guesses.
// From the fifth decline each next try waits twice as long as the one before,
// and after the twentieth only the merchant lets another one in. Wrong one-time
// codes are counted alike, for providers that do not.
const (
	waitsFrom   = 5  // declines, or wrong codes
	holdsAt     = 20 // of either
	firstWait   = 2 * time.Second
	longestWait = 5 * time.Minute
)

// Miss is a try that did not pay, for metrics.
type Miss string

// The misses.
const (
	MissDeclined  Miss = "declined"   // by the provider
	MissWrongCode Miss = "wrong_code" // a one-time code
	MissEarly     Miss = "early"      // refused here: the wait was not over
	MissHeld      Miss = "held"       // the one after which no more are taken
)

// ErrHeld means that no more tries are taken until the merchant says so.
var ErrHeld = fault(CodeConflict, "Too many attempts have failed; only the merchant can open the session again")

// Held reports whether only the merchant can let payers try again.
func (s Session) Held() bool { return max(s.Declines, s.WrongCodes) >= holdsAt }

// missed counts a decline or a wrong code, and lets the next try wait.
func (d *draft) missed(count *int, miss Miss) {
	*count++
	d.misses = append(d.misses, miss)
	if over := *count - waitsFrom; over >= 0 {
		d.session.WaitUntil = d.now.Add(min(firstWait<<min(over, holdsAt), longestWait))
	}
	if *count == holdsAt {
		d.misses = append(d.misses, MissHeld)
	}
}

// mayTry reports whether another try is taken now.
func (d *draft) mayTry() error {
	if d.session.Held() {
		return ErrHeld
	}
	if wait := d.session.WaitUntil.Sub(d.now); wait > 0 {
		return &Error{Code: CodeTooMany, Messages: []string{"Too many attempts have failed; wait before the next one"}, RetryAfter: wait}
	}
	return nil
}

// early tells metrics of a try that was refused here.
func (s *Service) early(err error) {
	if IsCode(err, CodeTooMany) || errors.Is(err, ErrHeld) {
		s.Missed(MissEarly)
	}
}

// Reopen lets payers try again after too many attempts have failed. ErrNotFound
// for a session that is unknown or over, CodeNotAllowed for one that is closed.
// One that takes attempts is left as it is, but for its count.
func (s *Service) Reopen(ctx context.Context, m Merchant, id SessionID) (Session, error) {
	if _, err := s.Read(ctx, m, id); err != nil {
		return Session{}, err
	}
	return s.update(ctx, id, func(d *draft) error {
		if d.session.Status.Final() {
			return fault(CodeNotAllowed, "The session is closed: it is "+string(d.session.Status))
		}
		d.session.Declines, d.session.WrongCodes, d.session.WaitUntil = 0, 0, time.Time{}
		return nil
	})
}
