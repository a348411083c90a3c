package hpp

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Bounds of how long a story link opens its page.
const (
	MinStoryLinkLife = time.Hour
	MaxStoryLinkLife = 30 * 24 * time.Hour
)

// storyToken opens the story of a session until a moment, unless it is withdrawn
// first: the session, the moment in seconds and a signature, joined by dots.
func (l Links) storyToken(s Session, expires time.Time) string {
	until := strconv.FormatInt(expires.Unix(), 36)
	sum := l.mac("story", string(s.ID), string(s.Seed), strconv.Itoa(s.StoryRevision), until)
	return string(s.ID) + "." + until + "." + base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// StoryURL is the page that tells the story of a session until a moment, without
// what could pay or name a payer.
func (l Links) StoryURL(s Session, expires time.Time) string {
	return l.publicURL + "/" + l.region + "/hpp/story/" + l.storyToken(s, expires)
}

// StoryLink is a story link that was given out.
type StoryLink struct {
	URL       string
	ExpiresAt time.Time
}

// StoryLinks are what a merchant does with story links. SessionService implements
// it.
type StoryLinks interface {
	// LinkStory makes a link that lives so long, also for a session that has ended.
	LinkStory(ctx context.Context, m Merchant, id SessionID, life time.Duration) (StoryLink, error)
	// WithdrawStories ends all story links of a session.
	WithdrawStories(ctx context.Context, m Merchant, id SessionID) error
}

// LinkStory implements StoryLinks.
func (s *SessionService) LinkStory(ctx context.Context, m Merchant, id SessionID, life time.Duration) (StoryLink, error) {
	session, err := s.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return StoryLink{}, err
	}
	expires := s.now().Add(life).Truncate(time.Second)
	return StoryLink{s.Links.StoryURL(session, expires), expires}, nil
}

// WithdrawStories implements StoryLinks.
func (s *SessionService) WithdrawStories(ctx context.Context, m Merchant, id SessionID) error {
	if _, err := s.Store.FindForMerchant(ctx, m.ID(), id); err != nil {
		return err
	}
	_, err := s.update(ctx, id, func(c *sessionChange) error {
		c.session.StoryRevision++
		return nil
	})
	return err
}

// SessionOfStory answers the session whose story a token opens now; ErrNotFound for
// any other token, as for one that never was.
func (s *SessionService) SessionOfStory(ctx context.Context, token string) (Session, error) {
	id, rest, _ := strings.Cut(token, ".")
	until, _, _ := strings.Cut(rest, ".")
	seconds, err := strconv.ParseInt(until, 36, 64)
	if err != nil || id == "" {
		return Session{}, ErrNotFound
	}
	session, err := s.Store.Find(ctx, SessionID(id))
	if err != nil {
		return Session{}, err
	}
	expires := time.Unix(seconds, 0)
	if !hmac.Equal([]byte(s.Links.storyToken(session, expires)), []byte(token)) || !s.now().Before(expires) {
		return Session{}, ErrNotFound
	}
	return session, nil
}
