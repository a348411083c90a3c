package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// store is one whose writes may fail, or take their time.
type store struct {
	err   error
	takes time.Duration
	asked *atomic.Int64
}

func (s store) Ready(context.Context) error {
	if s.asked != nil {
		s.asked.Add(1)
	}
	<-time.After(s.takes)
	return s.err
}

// probe is the status and text of a probe.
func probe(serve http.HandlerFunc) (int, string) {
	w := httptest.NewRecorder()
	serve(w, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	return w.Code, w.Body.String()
}

func TestHealth(t *testing.T) {
	for name, c := range map[string]struct {
		health *health
		stop   bool
		ready  int
	}{
		"well":     {&health{store: store{}}, false, 200},
		"broken":   {&health{store: store{err: errors.New("disk full")}}, false, 503},
		"stopping": {&health{store: store{}}, true, 503},
	} {
		c.health.stopping.Store(c.stop)
		if status, _ := probe(c.health.alive); status != http.StatusOK {
			t.Errorf("%s: alive %d", name, status)
		}
		if status, text := probe(c.health.ready); status != c.ready || strings.Contains(text, "disk full") {
			t.Errorf("%s: ready %d %q, want %d", name, status, text, c.ready)
		}
	}
}

// Strangers who ask in a loop, or all at once, cost the store one write a second.
func TestProbesShareOneProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := &atomic.Int64{}
		h := &health{store: store{takes: 100 * time.Millisecond, asked: asked}}
		var probes sync.WaitGroup
		for range 50 {
			probes.Go(func() {
				if status, _ := probe(h.ready); status != http.StatusOK {
					t.Errorf("ready: %d", status)
				}
			})
		}
		probes.Wait()
		if n := asked.Load(); n != 1 {
			t.Errorf("50 at once asked the store %d times", n)
		}
		for range 30 {
			probe(h.ready)
			<-time.After(100 * time.Millisecond)
		}
		if n := asked.Load(); n < 3 || n > 5 {
			t.Errorf("three seconds of probes asked the store %d times", n)
		}
	})
}

// What was proved a moment ago is not repeated once the server stops, and a
// store that comes back is seen a second later.
func TestAProofIsNotOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &health{store: store{err: errors.New("away")}}
		if status, _ := probe(h.ready); status != http.StatusServiceUnavailable {
			t.Errorf("broken: %d", status)
		}
		h.store = store{}
		<-time.After(readyFor)
		if status, _ := probe(h.ready); status != http.StatusOK {
			t.Errorf("whole again: %d", status)
		}
		h.stopping.Store(true)
		if status, _ := probe(h.ready); status != http.StatusServiceUnavailable {
			t.Errorf("stopping: %d", status)
		}
	})
}
