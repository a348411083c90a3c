package shop

import (
	"io"
	"net/http"
	"time"
)

const (
	heartbeat    = 20 * time.Second
	writeTimeout = 10 * time.Second
	maxStream    = 15 * time.Minute // browsers reconnect by themselves
)

// live is a stream of server-sent events: one, without content, after each
// change of a purchase (?purchase=) or of any. The page then fetches itself
// again, so that only the server renders it.
func (s *Shop) live(w http.ResponseWriter, r *http.Request) {
	changes, stop := s.purchases.watch(r.URL.Query().Get("purchase"))
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	send := eventWriter(w)
	// The first event covers changes while the page was loading.
	if send("retry: 2000\nevent: change\ndata:\n\n") != nil {
		return
	}
	beat, end := time.NewTicker(heartbeat), time.NewTimer(maxStream)
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

// eventWriter answers a function that writes and flushes, and fails when the reader is
// too slow.
func eventWriter(w http.ResponseWriter) func(string) error {
	control := http.NewResponseController(w)
	return func(text string) error {
		// The error is ignored: such a server has no write deadline.
		_ = control.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		return control.Flush()
	}
}
