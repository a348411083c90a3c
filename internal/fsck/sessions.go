package fsck

import (
	"bytes"
	"context"
	"fmt"
)

// whole is a session with everything that belongs to it.
type whole struct {
	Session
	events        []Event
	jobs          []Job
	published     []Published
	tries         []Try
	distributions []Distribution
	keys          []Key
	links         []Link
	found         []SearchKey
}

// sessionLists are the lists that follow the sessions.
type sessionLists struct {
	events        *stream[Event]
	jobs          *stream[Job]
	published     *stream[Published]
	tries         *stream[Try]
	distributions *stream[Distribution]
	keys          *stream[Key]
	found         *stream[SearchKey]
	links         *stream[Link] // nil: a session's row has it
}

// openSessionLists begins the lists. A row whose session is not there is a stray.
func (r *run) openSessionLists(ctx context.Context) sessionLists {
	stray := func(what, id string) {
		r.countJudged(Belonging, 1)
		r.report(Belonging, "session "+id, "%s refers to a session that is not there; it should have gone with it", what)
	}
	b := sessionLists{
		events: read("events", r.Source.Events(ctx), func(e Event) string { return string(e.Session) },
			func(e Event) { stray("event "+e.ID, string(e.Session)) }),
		jobs: read("jobs", r.Source.Jobs(ctx), func(j Job) string { return string(j.Session) },
			func(j Job) { stray(string(j.Kind)+" job "+j.ID, string(j.Session)) }),
		published: read("published events", r.Source.Published(ctx), func(p Published) string { return string(p.Session) },
			func(p Published) { stray("published event "+p.ID, string(p.Session)) }),
		tries: read("tries", r.Source.Tries(ctx), func(t Try) string { return string(t.Session) },
			func(t Try) { stray("a try of event "+t.Event, string(t.Session)) }),
		distributions: read("distributions", r.Source.Distributions(ctx), func(d Distribution) string { return string(d.Session) },
			func(d Distribution) { stray("a distribution", string(d.Session)) }),
		found: read("search keys", r.Source.SearchKeys(ctx), func(k SearchKey) string { return string(k.Session) },
			func(k SearchKey) { stray("a search key of kind "+string(k.Kind), string(k.Session)) }),
		keys: read("keys", r.Source.Keys(ctx), func(k Key) string { return string(k.Session) }, r.reportStrayKey),
	}
	if links := r.Source.Links(ctx); links != nil {
		b.links = read("links", links, func(l Link) string { return string(l.Session) },
			func(l Link) { stray("a payer's link", string(l.Session)) })
	}
	return b
}

func (b sessionLists) close() {
	b.events.close()
	b.jobs.close()
	b.published.close()
	b.tries.close()
	b.distributions.close()
	b.found.close()
	b.keys.close()
	if b.links != nil {
		b.links.close()
	}
}

// of gathers what belongs to a session.
func (b sessionLists) of(s Session) (w whole, err error) {
	w.Session = s
	id := string(s.ID)
	if w.events, err = b.events.of(id); err != nil {
		return w, err
	}
	if w.jobs, err = b.jobs.of(id); err != nil {
		return w, err
	}
	if w.published, err = b.published.of(id); err != nil {
		return w, err
	}
	if w.tries, err = b.tries.of(id); err != nil {
		return w, err
	}
	if w.distributions, err = b.distributions.of(id); err != nil {
		return w, err
	}
	if w.found, err = b.found.of(id); err != nil {
		return w, err
	}
	if w.keys, err = b.keys.of(id); err != nil || b.links == nil {
		return w, err
	}
	w.links, err = b.links.of(id)
	return w, err
}

// rest reads what follows the last session.
func (b sessionLists) rest() error {
	for _, rest := range []func() error{b.events.rest, b.jobs.rest, b.published.rest, b.tries.rest, b.distributions.rest, b.found.rest, b.keys.rest} {
		if err := rest(); err != nil {
			return err
		}
	}
	if b.links == nil {
		return nil
	}
	return b.links.rest()
}

// checkSessions judges each session with what belongs to it.
func (r *run) checkSessions(ctx context.Context) error {
	b := r.openSessionLists(ctx)
	defer b.close()
	count := r.counter("sessions")
	for s, err := range r.Source.Sessions(ctx) {
		if err != nil {
			return err
		}
		w, err := b.of(s)
		if err != nil {
			return err
		}
		r.checkSession(b, w)
		count()
	}
	return b.rest()
}

// checkSession applies the rules on one session.
func (r *run) checkSession(b sessionLists, w whole) {
	name := sessionNamed(w.ID)
	r.countJudged(Belonging, 1+len(w.events)+len(w.jobs)+len(w.published)+len(w.tries)+len(w.distributions)+len(w.links)+len(w.found))
	if w.Unreadable {
		r.report(Belonging, name, "its document cannot be read; it should be the JSON that this version writes")
		return
	}
	r.reportAll(Belonging, name, checkCopies(w))
	r.reportAll(Belonging, name, checkSearchKeys(w))
	if b.links != nil {
		r.reportAll(Belonging, name, checkLinks(w))
	}
	r.countJudged(LegalPath, 1)
	r.reportAll(LegalPath, name, checkPath(w.Session, w.events))
	r.countJudged(OneEvent, len(w.events))
	r.reportAll(OneEvent, name, checkEventCount(w.Session, w.events))
	r.countJudged(AllTold, len(w.events)+len(w.jobs))
	r.reportAll(AllTold, name, r.checkCallbacks(w))
	r.reportAll(AllTold, name, checkDelivered(w))
	r.reportAll(Belonging, name, checkTries(w))
	if !w.Status.Final() && !w.Expired {
		r.countJudged(Expiry, 1)
		r.reportAll(Expiry, name, checkExpiry(w))
	}
	r.countJudged(Idempotent, len(w.keys))
	r.reportAll(Idempotent, name, checkKeys(w))
	r.index.checkSession(r, w)
}

// checkLinks judges the links that lie beside a session.
func checkLinks(w whole) []string {
	if len(w.links) == 1 && bytes.Equal(w.links[0].Hash, w.Link) {
		return nil
	}
	return []string{fmt.Sprintf("%d links lead to it; it should be the one of its row", len(w.links))}
}
