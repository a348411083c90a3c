package hpp

import "context"

// Changes carries the news that something was saved to the pages that show it,
// and no more than that.
type Changes interface {
	// Publish tells the subscribers of a topic, and never blocks. The topic of a
	// session is its id; version is the saved one.
	Publish(topic string, version int64)
	// Subscribe waits for a session that was read at a version, whichever process
	// saves it, and for topics beside it that this process publishes. Without an
	// id it waits for the topics alone.
	Subscribe(id SessionID, version int64, topics ...string) Subscription
}

// Subscription is one page's place at Changes.
type Subscription interface {
	// Changed has a signal when something was published since it was last read.
	Changed() <-chan struct{}
	// Version is the highest version of the session that is known.
	Version() int64
	Close()
}

// Watch follows what an open page shows.
type Watch interface {
	// Changed has a signal when Tag may answer another tag.
	Changed() <-chan struct{}
	// Tag answers the change tag now. A payer's page reads the store only after
	// something was saved.
	Tag(ctx context.Context) (string, error)
	Close()
}

// sessionWatch is the Watch of a payer's page. It keeps the session as it was
// read last; the time and the merchant's sales are checked each time.
type sessionWatch struct {
	Subscription
	service *SessionService
	session Session
}

// Watch implements Payments. What only the provider knows is found by opening
// the page.
func (s *SessionService) Watch(ctx context.Context, link string) (Watch, error) {
	session, _, err := s.resolveLink(ctx, link)
	if err != nil {
		return nil, err
	}
	return s.watch(session), nil
}

func (s *SessionService) watch(session Session, topics ...string) *sessionWatch {
	return &sessionWatch{s.Changes.Subscribe(session.ID, session.Version, topics...), s, session}
}

// Tag implements Watch.
func (w *sessionWatch) Tag(ctx context.Context) (string, error) {
	if w.Version() > w.session.Version {
		session, err := w.service.Store.Find(ctx, w.session.ID)
		if err != nil {
			return "", err
		}
		w.session = session
	}
	return w.service.changeTag(ctx, w.session)
}

// distributionsTopic is published when the state of one of a session's
// distributions was saved.
func distributionsTopic(id SessionID) string { return "distributions of " + string(id) }

// tillWatch is the Watch of a till: of the session, and of the messages sent.
type tillWatch struct {
	*sessionWatch
	distributions DistributionStore
	token         string
}

// WatchTill implements Till.
func (s *DistributionService) WatchTill(ctx context.Context, token string) (Watch, error) {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return nil, err
	}
	return &tillWatch{s.Sessions.watch(session, distributionsTopic(session.ID)), s.Distributions, token}, nil
}

// Tag implements Watch. It lists the session's distributions, which other
// processes change without saving the session.
func (w *tillWatch) Tag(ctx context.Context) (string, error) {
	tag, err := w.sessionWatch.Tag(ctx)
	if err != nil {
		return "", err
	}
	if _, over := w.service.Links.verifyTillToken(w.session, w.token, w.service.now()); over {
		return "", ErrTillTokenExpired
	}
	sent, err := w.distributions.List(ctx, w.session.ID)
	return tillChangeTag(tag, sent), err
}

// accessTopic is published when the code that a phone shows got its session.
func accessTopic(spelling []byte) string { return "access code " + string(spelling) }

// WatchAccessCode implements AccessCodes.
func (s *DistributionService) WatchAccessCode(secret string) Subscription {
	links := s.Sessions.Links
	return s.Sessions.Changes.Subscribe("", 0,
		accessTopic(links.accessHash(links.accessCode(secret))), accessTopic(links.accessHash(links.accessDigits(secret))))
}
