package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// A stream looks at the store this often, so that a page knows within a second;
// it says something at least every heartbeat, so that proxies keep it, and
// ends after its life, so that a lost reader costs little.
const (
	pollInterval = 500 * time.Millisecond
	heartbeat    = 15 * time.Second
	streamLife   = 10 * time.Minute
)

// How many streams are open at once in this process; further pages ask now and
// then instead. A stranger with one link takes none of the others'.
const (
	maxStreams     = 2000
	linkStreams    = 8   // of one address
	networkStreams = 100 // of one client's network
)

// Live tells open pages that a new access may show something else. It tells no
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

// streamPage is a stream of marks, from the one the page was made with.
func (s *Server) streamPage(w http.ResponseWriter, r *http.Request) {
	peek := func(ctx context.Context) (string, error) { return s.Payments.Peek(ctx, r.PathValue("link")) }
	s.stream(w, r, peek, func(err error) { s.fail(w, r, err) })
}

// tagReader answers the mark of what a page shows.
type tagReader func(context.Context) (string, error)

// stream sends marks until nobody wants them; fail answers when there is none.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, peek tagReader, fail func(error)) {
	mark, err := peek(r.Context())
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
	s.follow(r, &out, peek, r.URL.Query().Get("mark"), mark)
}

// follow tells every change of the mark until the reader, the server or the
// stream's time is gone.
func (s *Server) follow(r *http.Request, out *stream, peek tagReader, told, mark string) {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	started := time.Now()
	for {
		if err := out.sendChange(told, mark); err != nil || time.Since(started) > streamLife {
			return
		}
		told = mark
		select {
		case <-r.Context().Done():
			return
		case <-s.Live.done:
			return
		case <-tick.C:
		}
		var err error
		if mark, err = peek(r.Context()); err != nil {
			return // the page asks again by itself, and is told what is wrong
		}
	}
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	last    time.Time
}

// sendChange sends a mark that is news, or now and then a sign of life.
func (s *stream) sendChange(told, mark string) error {
	switch {
	case told != mark:
		return s.send("data: " + mark)
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
