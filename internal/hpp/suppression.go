package hpp

import (
	"context"
	"crypto/hmac"
	"strconv"
	"strings"
)

// StopView is what the page for stopping messages shows.
type StopView struct {
	Session Session
	Contact string // the masked address or number
	Stopped bool
}

// Messages are the acts of people who got a message. DistributionService
// implements it.
type Messages interface {
	// RecordOpened records that the payer acts on the page to which the session's
	// nth distribution led.
	RecordOpened(ctx context.Context, view PageView, number int64)
	// ViewStop answers what a stop link is about, or ErrNotFound. It changes
	// nothing.
	ViewStop(ctx context.Context, token string) (StopView, error)
	// SendsReceipts reports whether SendReceipt can send anything.
	SendsReceipts() bool
	// SendReceipt sends the receipt of a completed session to an e-mail address:
	// ErrClosed of any other, CodeConstraint for what is no address, CodeBlacklisted
	// for one that wants no messages, CodeTooMany. The same again within minutes
	// sends nothing.
	SendReceipt(ctx context.Context, view PageView, email string) error
	// StopMessages ends the messages of the merchant to the recipient, also
	// those that are queued. Repeating it changes nothing.
	StopMessages(ctx context.Context, token string) error
}

// ViewStop implements Messages.
func (s *DistributionService) ViewStop(ctx context.Context, token string) (StopView, error) {
	session, d, err := s.findByStopToken(ctx, token)
	if err != nil {
		return StopView{}, err
	}
	done, err := s.Distributions.IsSuppressed(ctx, session.Merchant, d.RecipientHash)
	return StopView{Session: session, Contact: d.MaskedContact, Stopped: done}, err
}

// StopMessages implements Messages.
func (s *DistributionService) StopMessages(ctx context.Context, token string) error {
	session, d, err := s.findByStopToken(ctx, token)
	if err != nil {
		return err
	}
	s.Sessions.Log.InfoContext(ctx, "a recipient stopped the messages of a merchant", "merchant_id", session.Merchant, "session_id", session.ID)
	return s.Distributions.Suppress(ctx, session.Merchant, d.RecipientHash, s.Sessions.now())
}

func (s *DistributionService) findByStopToken(ctx context.Context, token string) (Session, Distribution, error) {
	id, rest, _ := strings.Cut(token, ".")
	digits, _, ok := strings.Cut(rest, ".")
	number, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil {
		return Session{}, Distribution{}, ErrNotFound
	}
	d, err := s.Distributions.Distribution(ctx, SessionID(id), number)
	if err != nil {
		return Session{}, Distribution{}, err
	}
	if !hmac.Equal([]byte(s.Sessions.Links.stopToken(d)), []byte(token)) {
		return Session{}, Distribution{}, ErrNotFound
	}
	session, err := s.Sessions.Store.Find(ctx, d.Session)
	return session, d, err
}
