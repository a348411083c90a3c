package fsck

import (
	"bytes"
	"context"
)

// whole is a session with everything that belongs to it.
type whole struct {
	Session
	events        []Event
	jobs          []Job
	distributions []Distribution
	keys          []Key
	links         []Link
}

// belongings are the lists that follow the sessions.
type belongings struct {
	events        *stream[Event]
	jobs          *stream[Job]
	distributions *stream[Distribution]
	keys          *stream[Key]
	links         *stream[Link] // nil: a session's row has it
}

// belongings begins the lists. A row whose session is not there is a stray.
func (r *run) belongings(ctx context.Context) belongings {
	stray := func(what, id string) {
		r.looked(Belonging, 1)
		r.found(Belonging, "session "+id, "%s refers to a session that is not there; it should have gone with it", what)
	}
	b := belongings{
		events: read("events", r.Source.Events(ctx), func(e Event) string { return string(e.Session) },
			func(e Event) { stray("event "+e.ID, string(e.Session)) }),
		jobs: read("jobs", r.Source.Jobs(ctx), func(j Job) string { return string(j.Session) },
			func(j Job) { stray(string(j.Kind)+" job "+j.ID, string(j.Session)) }),
		distributions: read("distributions", r.Source.Distributions(ctx), func(d Distribution) string { return string(d.Session) },
			func(d Distribution) { stray("a distribution", string(d.Session)) }),
		keys: read("keys", r.Source.Keys(ctx), func(k Key) string { return string(k.Session) }, r.strayKey),
	}
	if links := r.Source.Links(ctx); links != nil {
		b.links = read("links", links, func(l Link) string { return string(l.Session) },
			func(l Link) { stray("a payer's link", string(l.Session)) })
	}
	return b
}

func (b belongings) close() {
	b.events.close()
	b.jobs.close()
	b.distributions.close()
	b.keys.close()
	if b.links != nil {
		b.links.close()
	}
}

// of gathers what belongs to a session.
func (b belongings) of(s Session) (w whole, err error) {
	w.Session = s
	id := string(s.ID)
	if w.events, err = b.events.of(id); err != nil {
		return w, err
	}
	if w.jobs, err = b.jobs.of(id); err != nil {
		return w, err
	}
	if w.distributions, err = b.distributions.of(id); err != nil {
		return w, err
	}
	if w.keys, err = b.keys.of(id); err != nil || b.links == nil {
		return w, err
	}
	w.links, err = b.links.of(id)
	return w, err
}

// rest reads what follows the last session.
func (b belongings) rest() error {
	for _, rest := range []func() error{b.events.rest, b.jobs.rest, b.distributions.rest, b.keys.rest} {
		if err := rest(); err != nil {
			return err
		}
	}
	if b.links == nil {
		return nil
	}
	return b.links.rest()
}

// sessions judges each session with what belongs to it.
func (r *run) sessions(ctx context.Context) error {
	b := r.belongings(ctx)
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
		r.session(b, w)
		count()
	}
	return b.rest()
}

// session applies the rules on one session.
func (r *run) session(b belongings, w whole) {
	name := sessionNamed(w.ID)
	r.looked(Belonging, 1+len(w.events)+len(w.jobs)+len(w.distributions)+len(w.links))
	if w.Unreadable {
		r.found(Belonging, name, "its document cannot be read; it should be the JSON that this version writes")
		return
	}
	r.all(Belonging, name, belonging(w))
	if b.links != nil {
		r.all(Belonging, name, linked(w))
	}
	r.looked(LegalPath, 1)
	r.all(LegalPath, name, path(w.Session, w.events))
	r.looked(OneEvent, len(w.events))
	r.all(OneEvent, name, counted(w.Session, w.events))
	r.looked(AllTold, len(w.events)+len(w.jobs))
	r.all(AllTold, name, r.checkCallbacks(w))
	if !w.Status.Final() && !w.Expired {
		r.looked(Expiry, 1)
		r.all(Expiry, name, ending(w))
	}
	r.looked(Idempotent, len(w.keys))
	r.all(Idempotent, name, keyed(w))
	r.story.judge(r, w)
}

// linked judges the links that lie beside a session.
func linked(w whole) []string {
	if len(w.links) == 1 && bytes.Equal(w.links[0].Hash, w.Link) {
		return nil
	}
	return []string{sayf("%d links lead to it; it should be the one of its row", len(w.links))}
}
