package inbox

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/web"
)

// waited asks once and answers how long that took.
func waited(t *testing.T, s Server, r *http.Request) (*httptest.ResponseRecorder, time.Duration) {
	t.Helper()
	mux := web.NewTable()
	s.Verify = verify
	s.Mount(mux)
	w, started := httptest.NewRecorder(), time.Now()
	web.LogRequests(mux, slog.New(slog.DiscardHandler), nil).ServeHTTP(w, r)
	return w, time.Since(started)
}

func TestWaitEndsWithTheMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf(mail())
		time.AfterFunc(2*time.Second, func() { _ = store.Save(t.Context(), mail()) }) // not what is waited for
		time.AfterFunc(3*time.Second+20*time.Millisecond, func() { _ = store.Save(t.Context(), text()) })
		w, took := waited(t, Server{Store: store}, request(http.MethodGet, Path+"?session_id=s2&wait=30", false))
		if took != 3*time.Second+pollInterval || !strings.Contains(w.Body.String(), `"message_id":"text-1"`) {
			t.Errorf("after %s: %s", took, w.Body)
		}
		if most := int(took/pollInterval) + 1; store.asks > most {
			t.Errorf("the store was asked %d times, not %d", store.asks, most)
		}
	})
}

func TestWaitEndsWithTheTime(t *testing.T) {
	for _, target := range []string{"?session_id=s2&wait=30", "?to=nobody&wait=1"} {
		synctest.Test(t, func(t *testing.T) {
			w, took := waited(t, Server{Store: newShelf(mail())}, request(http.MethodGet, Path+target, false))
			want := 30 * time.Second
			if strings.HasSuffix(target, "=1") {
				want = time.Second
			}
			if took != want || w.Code != 200 || w.Body.String() != `{"messages":[]}` {
				t.Errorf("%s after %s: %d %s", target, took, w.Code, w.Body)
			}
		})
	}
}

// What comes in the last moment is still told.
func TestWaitLooksOnceMoreAtItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		time.AfterFunc(time.Second-time.Millisecond, func() { _ = store.Save(t.Context(), text()) })
		w, took := waited(t, Server{Store: store}, request(http.MethodGet, Path+"?wait=1", true))
		if took != time.Second || !strings.Contains(w.Body.String(), "1 message") {
			t.Errorf("after %s: %s", took, w.Body)
		}
	})
}

func TestWaitIsOverAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, target := range []string{"?session_id=s2", "?session_id=s2&wait=0", "?session_id=s1&wait=30"} {
			store := newShelf(mail())
			if _, took := waited(t, Server{Store: store}, request(http.MethodGet, Path+target, false)); took != 0 || store.asks != 1 {
				t.Errorf("%s takes %s and %d asks", target, took, store.asks)
			}
		}
	})
}

func TestWaitEndsWithTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		r := request(http.MethodGet, Path+"?session_id=s2&wait=30", false).WithContext(ctx)
		if w, took := waited(t, Server{Store: newShelf()}, r); took != 5*time.Second || w.Code != http.StatusServiceUnavailable {
			t.Errorf("after %s: %d %s", took, w.Code, w.Body)
		}
	})
}

func TestWaitEndsWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		time.AfterFunc(5*time.Second, func() { close(stop) })
		r := request(http.MethodGet, Path+"?wait=30", false)
		if w, took := waited(t, Server{Store: newShelf(), Stop: stop}, r); took != 5*time.Second || w.Body.String() != `{"messages":[]}` {
			t.Errorf("after %s: %d %s", took, w.Code, w.Body)
		}
	})
}

func TestWaitEndsWithAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		time.AfterFunc(5*time.Second, func() {
			store.mu.Lock()
			defer store.mu.Unlock()
			store.err = context.DeadlineExceeded
		})
		w, took := waited(t, Server{Store: store}, request(http.MethodGet, Path+"?wait=30", false))
		if took > 5*time.Second+pollInterval || w.Code != http.StatusServiceUnavailable {
			t.Errorf("after %s: %d %s", took, w.Code, w.Body)
		}
	})
}
