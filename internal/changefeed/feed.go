package changefeed

import (
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Feed implements hpp.Changes. Publishing never blocks: a slow subscriber gets
// one signal for many changes.
type Feed struct {
	mu     sync.Mutex
	topics map[string]*topic
	// sessions counts the subscriptions of each session: those are polled.
	sessions map[hpp.SessionID]int
}

// topic is a session, or something beside one, with subscribers.
type topic struct {
	version     int64 // the highest one known
	subscribers map[*subscription]struct{}
}

// New makes a feed without subscribers.
func New() *Feed {
	return &Feed{topics: map[string]*topic{}, sessions: map[hpp.SessionID]int{}}
}

// Publish implements hpp.Changes.
func (f *Feed) Publish(name string, version int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.topics[name]
	if t == nil {
		return
	}
	t.version = max(t.version, version)
	for s := range t.subscribers {
		s.signal()
	}
}

// Subscribe implements hpp.Changes.
func (f *Feed) Subscribe(id hpp.SessionID, version int64, beside ...string) hpp.Subscription {
	s := &subscription{feed: f, session: id, topics: beside, changed: make(chan struct{}, 1)}
	if id != "" {
		s.topics = append([]string{string(id)}, beside...)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range s.topics {
		t := f.topics[name]
		if t == nil {
			t = &topic{subscribers: map[*subscription]struct{}{}}
			f.topics[name] = t
		}
		t.subscribers[s] = struct{}{}
	}
	if id != "" {
		f.sessions[id]++
		f.topics[string(id)].version = max(f.topics[string(id)].version, version)
	}
	return s
}

// subscription implements hpp.Subscription.
type subscription struct {
	feed    *Feed
	session hpp.SessionID // empty: none
	topics  []string
	changed chan struct{} // holds one signal: more would say the same
}

func (s *subscription) signal() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// Changed implements hpp.Subscription.
func (s *subscription) Changed() <-chan struct{} { return s.changed }

// Version implements hpp.Subscription.
func (s *subscription) Version() int64 {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if t := s.feed.topics[string(s.session)]; t != nil {
		return t.version
	}
	return 0
}

// Close implements hpp.Subscription. Closing twice is closing once.
func (s *subscription) Close() {
	f := s.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range s.topics {
		t := f.topics[name]
		delete(t.subscribers, s)
		if len(t.subscribers) == 0 {
			delete(f.topics, name)
		}
	}
	if s.session != "" {
		if f.sessions[s.session]--; f.sessions[s.session] == 0 {
			delete(f.sessions, s.session)
		}
	}
	s.topics, s.session = nil, ""
}
