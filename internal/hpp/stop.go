package hpp

import (
	"context"
	"crypto/hmac"
	"strconv"
	"strings"
)

// StopVisit is what the page for stopping messages shows.
type StopVisit struct {
	Session Session
	Shown   string // the masked address or number
	Done    bool
}

// Recipients are the acts of people who got a message. Service implements it.
type Recipients interface {
	// ShowStop answers what a stop link is about, or ErrNotFound. It changes
	// nothing.
	ShowStop(ctx context.Context, token string) (StopVisit, error)
	// StopMessages ends the messages of the merchant to the recipient, also
	// those that are queued. Repeating it changes nothing.
	StopMessages(ctx context.Context, token string) error
}

// ShowStop implements Recipients.
func (s *Service) ShowStop(ctx context.Context, token string) (StopVisit, error) {
	session, d, err := s.stoppable(ctx, token)
	if err != nil {
		return StopVisit{}, err
	}
	done, err := s.Distributions.Stopped(ctx, session.Merchant, d.Recipient)
	return StopVisit{Session: session, Shown: d.Shown, Done: done}, err
}

// StopMessages implements Recipients.
func (s *Service) StopMessages(ctx context.Context, token string) error {
	session, d, err := s.stoppable(ctx, token)
	if err != nil {
		return err
	}
	s.Log.InfoContext(ctx, "a recipient stopped the messages of a merchant", "merchant_id", session.Merchant, "session_id", session.ID)
	return s.Distributions.Stop(ctx, session.Merchant, d.Recipient, s.now())
}

func (s *Service) stoppable(ctx context.Context, token string) (Session, Distribution, error) {
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
	if !hmac.Equal([]byte(s.Links.stopToken(d)), []byte(token)) {
		return Session{}, Distribution{}, ErrNotFound
	}
	session, err := s.Store.Find(ctx, d.Session)
	return session, d, err
}
