package page

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// tagged is a core whose change tag may change while it is looked at.
type tagged struct {
	*fake
	tag     atomic.Value
	changed chan struct{}
}

func newTagged(tag string) *tagged {
	c := &tagged{fake: newFake(hpp.PagePay), changed: make(chan struct{}, 1)}
	c.tag.Store(tag)
	return c
}

func (c *tagged) Watch(context.Context, string) (hpp.Watch, error) {
	return &fakeWatch{tag: func() string { return c.tag.Load().(string) }, changed: c.changed}, nil
}

// wire is a stream's answer, word by word as it comes.
type wire struct {
	http.ResponseWriter
	lines []string
}

func (w *wire) Write(p []byte) (int, error) {
	w.lines = append(w.lines, strings.Fields(string(p))...)
	return len(p), nil
}
func (w *wire) Flush()                           {}
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

func listen(ctx context.Context, s *Server, mark string) *wire {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, below+"/live?mark="+mark, nil)
	r.SetPathValue("link", token)
	w := &wire{ResponseWriter: httptest.NewRecorder()}
	s.streamPage(w, r)
	return w
}

// A page is told at once of what was saved, and soon of what changes by itself.
func TestLiveTellsWhatChanged(t *testing.T) {
	for name, c := range map[string]struct {
		within time.Duration
		wakes  bool
	}{
		"saved": {time.Millisecond, true}, "over": {recheckInterval, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				core := newTagged("1-pay")
				s := &Server{Payments: core, Live: NewLive()}
				time.AfterFunc(5*time.Second, func() {
					core.tag.Store("2-completed")
					if c.wakes {
						core.changed <- struct{}{}
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second+c.within)
				defer cancel()
				w := listen(ctx, s, "1-pay")
				if got := strings.Join(w.lines, " "); got != ": open data: 2-completed" {
					t.Errorf("told %q", got)
				}
			})
		})
	}
}

func TestLiveTellsAtOnceWhatWasMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		core := newTagged("7-failed")
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		w := listen(ctx, &Server{Payments: core, Live: NewLive()}, "1-pay")
		if got := strings.Join(w.lines, " "); got != ": open data: 7-failed" {
			t.Errorf("told %q", got)
		}
	})
}

// A stream lives ten minutes, shows signs of life, and ends with its server.
func TestLiveEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		core := newTagged("m")
		s := &Server{Payments: core, Live: NewLive()}
		started := time.Now()
		w := listen(t.Context(), s, "m")
		if took := time.Since(started); took < streamLife || took > streamLife+recheckInterval {
			t.Errorf("ended after %s", took)
		}
		if signs := strings.Count(strings.Join(w.lines, " "), ": still here"); signs < 30 {
			t.Errorf("%d signs of life", signs)
		}
		time.AfterFunc(time.Minute, s.Live.Close)
		started = time.Now()
		listen(t.Context(), s, "m")
		if took := time.Since(started); took != time.Minute {
			t.Errorf("a stream outlives its server by %s", took-time.Minute)
		}
		if open := s.Live.open.Load(); open != 0 {
			t.Errorf("%d streams are still counted", open)
		}
	})
}

func TestLiveIsBounded(t *testing.T) {
	full := NewLive()
	full.open.Store(maxStreams)
	h := &Server{Payments: newFake(hpp.PagePay), Live: full, PublicURL: origin, Region: "eu"}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, below+"/live", nil)
	r.SetPathValue("link", token)
	h.streamPage(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || full.open.Load() != maxStreams {
		t.Errorf("%d, %v, %d open", w.Code, w.Header(), full.open.Load())
	}
}

func TestLiveOverARealConnection(t *testing.T) {
	core := newFake(hpp.PagePay)
	core.visit.ChangeTag = "2-pay"
	mux, _ := server(core)
	web := httptest.NewServer(mux)
	defer web.Close()
	resp, err := web.Client().Get(web.URL + below + "/live?mark=1-pay")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s, %s", kind, resp.Header.Get("Cache-Control"))
	}
	if !resp.Close {
		t.Error("the connection of a stream is kept for other requests")
	}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		if lines.Text() == "data: 2-pay" {
			return
		}
	}
	t.Errorf("the stream ended without the news: %v", lines.Err())
}

func TestLiveOfAnUnknownLink(t *testing.T) {
	mux, _ := server(newFake(hpp.PagePay))
	status(t, get(mux, "/eu/hpp/payments/unknown/live"), http.StatusNotFound)
}
