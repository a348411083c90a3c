package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// receiver takes callbacks at one address, or refuses them until a moment.
type receiver struct {
	url string

	mu    sync.Mutex
	until time.Time
	taken map[string]bool // by webhook-id
	last  time.Time
}

// newReceiver starts one on a free port.
func newReceiver(s *stage) *receiver {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	s.must(err)
	r := &receiver{url: "http://" + listener.Addr().String() + "/callback", taken: map[string]bool{}}
	server := &http.Server{Handler: r, ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with the stage
	}()
	s.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return r
}

// hold refuses all callbacks until a full second, and forgets what came.
func (r *receiver) hold(until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.until, r.taken = until, map[string]bool{}
	r.last = time.Time{}
}

// count is how many different ones were taken, and when the last was.
func (r *receiver) count() (n int, last time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.taken), r.last
}

// ServeHTTP takes one.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	_, _ = io.Copy(io.Discard, req.Body)
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.until) {
		w.Header().Set("Retry-After", r.until.UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if id := req.Header.Get("Webhook-Id"); !r.taken[id] {
		r.taken[id], r.last = true, now
	}
}
