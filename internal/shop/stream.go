package shop

import (
	"io"
	"net/http"
	"time"
)

const (
	heartbeat   = 20 * time.Second
	writeLimit  = 10 * time.Second
	streamLimit = 15 * time.Minute // browsers come again by themselves
)

// live is a stream of server-sent events: one, without content, after each
// change of a purchase (?purchase=) or of any. The page then fetches itself
// anew, so there is one way to draw it.
func (s *Shop) live(w http.ResponseWriter, r *http.Request) {
	changes, stop := s.ledger.watch(r.URL.Query().Get("purchase"))
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	send := sender(w)
	// The first says that the page may have missed something while loading.
	if send("retry: 2000\nevent: change\ndata:\n\n") != nil {
		return
	}
	beat, end := time.NewTicker(heartbeat), time.NewTimer(streamLimit)
	defer beat.Stop()
	defer end.Stop()
	for {
		var err error
		select {
		case <-changes:
			err = send("event: change\ndata:\n\n")
		case <-beat.C:
			err = send(":\n\n")
		case <-end.C:
			return
		case <-s.closing:
			return
		case <-r.Context().Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// sender answers a function that writes and flushes, and gives up on a reader
// that does not read.
func sender(w http.ResponseWriter) func(string) error {
	control := http.NewResponseController(w)
	return func(text string) error {
		// A server without write deadlines needs none set anew.
		_ = control.SetWriteDeadline(time.Now().Add(writeLimit))
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		return control.Flush()
	}
}
