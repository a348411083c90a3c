package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/web"
)

// limited is an API under a limiter whose clock the test holds.
type limited struct {
	handler http.Handler
	clock   atomic.Int64
	served  atomic.Int64
}

// merchant is a client by its user name.
type merchant string

func (m merchant) ClientID() string { return string(m) }

// open is a route for everybody but "nobody".
func open(rate web.Rate, serve func(http.ResponseWriter, *http.Request, merchant)) http.Handler {
	return web.BasicAuth(web.AuthConfig[merchant]{Rate: rate, Verify: func(_ context.Context, username, _ string) (merchant, error) {
		if username == "nobody" {
			return "", web.ErrUnauthorized
		}
		return merchant(username), nil
	}}, serve)
}

func limit(rates web.Rates) *limited {
	l := &limited{}
	l.clock.Store(1000)
	serve := func(http.ResponseWriter, *http.Request, merchant) { l.served.Add(1) }
	mux := http.NewServeMux()
	mux.Handle("POST /payments/v1/sessions", open(web.RateCreate, serve))
	mux.Handle("/", open(web.RateOther, serve))
	l.handler = web.NewLimiter(rates, func() time.Time { return time.UnixMilli(l.clock.Load() * 1000) }).Limit(mux)
	return l
}

func (l *limited) call(t *testing.T, username, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	r.SetBasicAuth(username, "p")
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, r)
	return w
}

// The published headers: five a second, then a refusal, then a new second.
func TestLimit(t *testing.T) {
	l := limit(web.Rates{Create: 5, Other: 50})
	for i := range 7 {
		w := l.call(t, "m1", http.MethodPost, "/payments/v1/sessions")
		want, remaining := http.StatusOK, []string{"4", "3", "2", "1", "0", "0", "0"}[i]
		if i >= 5 {
			want = http.StatusTooManyRequests
		}
		h := w.Header()
		if w.Code != want || h.Get("X-Ratelimit-Limit") != "5, 5;w=1" || h.Get("X-Ratelimit-Remaining") != remaining || h.Get("X-Ratelimit-Reset") != "1" {
			t.Errorf("call %d: %d %v", i+1, w.Code, h)
		}
		if i >= 5 && (h.Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), `"TOO_MANY_REQUESTS"`) ||
			!strings.Contains(w.Body.String(), "Too many requests: at most 5 calls that create something in a second") || !strings.Contains(w.Body.String(), "OPENHPP_RATE_LIMIT_CREATE")) {
			t.Errorf("call %d: %v %s", i+1, h, w.Body)
		}
	}
	if n := l.served.Load(); n != 5 {
		t.Errorf("%d served", n)
	}
	// Others are not affected, nor are other operations; the next second is new.
	for _, c := range [][3]string{{"m2", "POST", "/payments/v1/sessions"}, {"m1", "GET", "/payments/v1/sessions/a"}, {"m1", "POST", "/payments/v1/sessions/a"}} {
		if w := l.call(t, c[0], c[1], c[2]); w.Code != http.StatusOK {
			t.Errorf("%v: %d", c, w.Code)
		}
	}
	l.clock.Add(1)
	if w := l.call(t, "m1", http.MethodPost, "/payments/v1/sessions"); w.Code != http.StatusOK || w.Header().Get("X-Ratelimit-Remaining") != "4" {
		t.Errorf("the next second: %d %v", w.Code, w.Header())
	}
}

// A burst at the end of a second and one at the beginning of the next are ten
// calls within one second, whatever the clock shows.
func TestLimitHasNoEdge(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_900)
	api := open(web.RateCreate, func(http.ResponseWriter, *http.Request, merchant) {})
	l := &limited{handler: web.NewLimiter(web.Rates{Create: 5}, func() time.Time { return now }).Limit(api)}
	served := 0
	for i := range 15 {
		if l.call(t, "m1", http.MethodPost, "/hpp/v1/sessions").Code == http.StatusOK {
			served++
		}
		if i == 6 {
			now = now.Add(200 * time.Millisecond)
		}
	}
	if served != 5 {
		t.Errorf("%d served within 200 ms, want 5", served)
	}
	now = now.Add(800 * time.Millisecond)
	if w := l.call(t, "m1", http.MethodPost, "/hpp/v1/sessions"); w.Code != http.StatusOK {
		t.Errorf("a second after the burst: %d", w.Code)
	}
}

// Without rates there is nothing to see, and strangers are not counted.
func TestNoLimit(t *testing.T) {
	off := limit(web.Rates{})
	for range 100 {
		if w := off.call(t, "m1", http.MethodPost, "/hpp/v1/sessions"); w.Code != http.StatusOK || w.Header().Get("X-Ratelimit-Limit") != "" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
	}
	l := limit(web.Rates{Create: 1})
	for range 3 {
		if w := l.call(t, "nobody", http.MethodPost, "/payments/v1/sessions"); w.Code != http.StatusUnauthorized {
			t.Errorf("%d", w.Code)
		}
	}
}

// Many at once are counted exactly.
func TestLimitAtOnce(t *testing.T) {
	l := limit(web.Rates{Other: 30})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() { l.call(t, "m1", http.MethodGet, "/hpp/v1/sessions/a") })
	}
	wg.Wait()
	if n := l.served.Load(); n != 30 {
		t.Errorf("%d served", n)
	}
}

// The log and the metrics name the route of whoever serves, limited or not.
func TestRouteBehindALimiter(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/pay/{link}", func(http.ResponseWriter, *http.Request) {})
	handler := web.NewLimiter(web.Rates{Other: 1}, time.Now).Limit(mux)
	var got string
	wrapped := web.LogRequests(handler, slog.New(slog.DiscardHandler), func(_, route string, _ int, _ time.Duration) { got = route })
	wrapped.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/pay/secret", http.NoBody))
	if got != "/pay/{link}" {
		t.Errorf("the route is %q", got)
	}
}
