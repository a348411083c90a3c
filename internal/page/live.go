package page

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// A stream is woken by what is saved. Between that it checks this often what
// changes without a save, such as the time; it says something at least every
// heartbeat, so that proxies keep it, and ends after its life, so that a lost
// reader costs little.
const (
	recheckInterval = 2 * time.Second
	heartbeat       = 15 * time.Second
	streamLife      = 10 * time.Minute
)

// How many streams are open at once in this process; further pages ask now and
// then instead. One link cannot use up the streams of the others.
const (
	maxStreams     = 2000
	linkStreams    = 8   // of one address
	networkStreams = 100 // of one client's network
)

// Live tells open pages that they may show something else now. It tells no
// more than that: the page's own address knows the rest.
type Live struct {
	open     atomic.Int64
	links    *web.Slots[string]
	networks *web.Slots[string]
	done     chan struct{}
	once     sync.Once
}

// NewLive makes the one Live of a server.
func NewLive() *Live {
	return &Live{
		links: web.NewSlots[string](linkStreams), networks: web.NewSlots[string](networkStreams), done: make(chan struct{}),
	}
}

// reserve takes a stream's places, or says that there is none. Whoever got them
// leaves.
func (l *Live) reserve(link, network string) (leave func(), ok bool) {
	if !l.links.Take(link) {
		return nil, false
	}
	if !l.networks.Take(network) {
		l.links.Free(link)
		return nil, false
	}
	leave = func() {
		l.open.Add(-1)
		l.networks.Free(network)
		l.links.Free(link)
	}
	if l.open.Add(1) > maxStreams {
		leave()
		return nil, false
	}
	return leave, true
}

// Close ends every stream, so that a server can stop.
func (l *Live) Close() { l.once.Do(func() { close(l.done) }) }

// streamPage is a stream of change tags, from the one the page was made with.
func (s *Server) streamPage(w http.ResponseWriter, r *http.Request) {
	watch, err := s.Payments.Watch(r.Context(), r.PathValue("link"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer watch.Close()
	s.stream(w, r, watch, func(err error) { s.fail(w, r, err) })
}

// stream sends change tags until the browser leaves; fail answers when there is
// none.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, watch hpp.Watch, fail func(error)) {
	tag, err := watch.Tag(r.Context())
	if err != nil {
		fail(err)
		return
	}
	leave, ok := s.Live.reserve(r.URL.Path, web.ClientNetwork(r))
	if !ok {
		w.Header().Set("Retry-After", "30")
		s.render(w, r, http.StatusServiceUnavailable, view.ForUnusable(s.site(r)))
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.Header().Set("Connection", "close") // it ends when a server stops: no other request may be on its way
	out := stream{w: w, control: http.NewResponseController(w)}
	if err := out.send(": open"); err != nil || r.Method == http.MethodHead {
		return
	}
	s.sendChanges(r, &out, watch, r.URL.Query().Get("mark"), tag)
}

// sendChanges sends every change of the tag until the reader, the server or the
// stream's time is gone.
func (s *Server) sendChanges(r *http.Request, out *stream, watch hpp.Watch, sent, tag string) {
	tick := time.NewTicker(recheckInterval)
	defer tick.Stop()
	started := time.Now()
	for {
		if err := out.sendChange(sent, tag); err != nil || time.Since(started) > streamLife {
			return
		}
		sent = tag
		select {
		case <-r.Context().Done():
			return
		case <-s.Live.done:
			return
		case <-watch.Changed():
		case <-tick.C:
		}
		var err error
		if tag, err = watch.Tag(r.Context()); err != nil {
			return // the page asks again by itself, and learns what is wrong
		}
	}
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	last    time.Time
}

// sendChange sends a tag that is another one than was sent, or now and then a
// sign of life.
func (s *stream) sendChange(sent, tag string) error {
	switch {
	case sent != tag:
		return s.send("data: " + tag)
	case time.Since(s.last) > heartbeat:
		return s.send(": still here")
	}
	return nil
}

func (s *stream) send(line string) error {
	s.last = time.Now()
	_, err := fmt.Fprintf(s.w, "%s\n\n", line)
	return errors.Join(
		s.control.SetWriteDeadline(time.Now().Add(2*heartbeat)), err, s.control.Flush())
}
