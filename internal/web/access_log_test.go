package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// serveLogged serves one request and answers what the client and the log saw.
func serveLogged(t *testing.T, next http.Handler, r *http.Request) (*httptest.ResponseRecorder, map[string]any) {
	t.Helper()
	var log bytes.Buffer
	w := httptest.NewRecorder()
	LogRequests(next, slog.New(slog.NewJSONHandler(&log, nil)), nil).ServeHTTP(w, r)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 1 {
		t.Fatalf("%d lines for one request:\n%s", len(lines), log.String())
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	return w, line
}

func TestLogRequests(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ok/{token}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "12345") })
	mux.HandleFunc("DELETE /none", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /silent", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /large", func(w http.ResponseWriter, r *http.Request) {
		_, err := Decode(w, r, nil)
		Refuse(w, r, err)
	})
	mux.HandleFunc("GET /fault", func(w http.ResponseWriter, r *http.Request) { Refuse(w, r, errors.New("disk on fire")) })
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) { Fail(w, r, context.DeadlineExceeded) })
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("a bug") })
	mux.Handle("GET /private", BasicAuth(AuthConfig[caller]{Rate: RateOther, Verify: func(context.Context, string, string) (caller, error) { return "m1", nil }},
		func(w http.ResponseWriter, _ *http.Request, _ caller) { WriteJSON(w, 200, struct{}{}) }))
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		log                map[string]any
	}{
		"answer":     {"GET", "/ok/secret-token?key=secret-query", "", 200, map[string]any{"route": "/ok/{token}", "bytes": 5.0}},
		"no content": {"DELETE", "/none", "", 204, map[string]any{"route": "/none", "bytes": 0.0}},
		"silent":     {"GET", "/silent", "", 200, nil},
		"not found":  {"GET", "/secret-token", "", 404, map[string]any{"route": "unmatched"}},
		"odd method": {"SECRET", "/ok/x", "", 405, map[string]any{"method": "OTHER"}},
		"too large":  {"POST", "/large", strings.Repeat("secret", 1<<20), 413, nil},
		"fault":      {"GET", "/fault", "", 500, map[string]any{"level": "ERROR", "error": "disk on fire"}},
		"slow":       {"GET", "/slow", "", 503, map[string]any{"level": "ERROR"}},
		"panic":      {"GET", "/panic", "", 500, map[string]any{"level": "ERROR", "error": "panic: a bug", "route": "/panic"}},
		"merchant":   {"GET", "/private", "", 200, map[string]any{"merchant_id": "m1", "level": "INFO"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, "http://shop.example"+c.path, strings.NewReader(c.body))
			r.Header.Set("Authorization", basic("secret-user:secret-password"))
			r.Header.Set("Klarna-Correlation-Id", "secret-forged-id")
			w, line := serveLogged(t, mux, r)
			id := w.Header().Get("Klarna-Correlation-Id")
			if parsed, err := uuid.Parse(id); err != nil || parsed.Version() != 4 {
				t.Errorf("correlation id %q is no UUIDv4", id)
			}
			if w.Code != c.status || line["status"] != float64(c.status) || line["correlation_id"] != id {
				t.Errorf("status %d, want %d; log %v", w.Code, c.status, line)
			}
			for key, want := range c.log {
				if line[key] != want {
					t.Errorf("log: %s = %v, want %v", key, line[key], want)
				}
			}
			if text, _ := json.Marshal(line); strings.Contains(strings.ToLower(string(text)), "secret") {
				t.Errorf("the log tells a secret: %s", text)
			}
			if strings.Contains(w.Body.String(), "bug") || strings.Contains(w.Body.String(), "fire") {
				t.Errorf("the answer tells what went wrong inside: %s", w.Body)
			}
			if c.status >= 500 {
				checkFault(t, w, id)
			}
		})
	}
}

func checkFault(t *testing.T, w *httptest.ResponseRecorder, id string) {
	t.Helper()
	var body Envelope
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	if body.CorrelationID != id || len(body.Messages) != 1 || body.Code == "" {
		t.Errorf("envelope %+v, want the id %s", body, id)
	}
	if w.Code == 503 && w.Header().Get("Retry-After") == "" {
		t.Error("503 without Retry-After")
	}
}

// An answer that had begun cannot become a 500: the connection is cut instead.
func TestPanicAfterTheAnswerBegan(t *testing.T) {
	var log bytes.Buffer
	handler := LogRequests(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("a bug")
	}), slog.New(slog.NewJSONHandler(&log, nil)), nil)
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("recovered %v, want ErrAbortHandler", err)
		}
		if !strings.Contains(log.String(), `"error":"panic: a bug"`) || !strings.Contains(log.String(), "access_log_test.go") {
			t.Errorf("log: %s", log.String())
		}
	}()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}

// A payer who closes the window is no fault of the server.
func TestWrapClientLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, line := serveLogged(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Fail(w, r, r.Context().Err()) }),
		httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx))
	if line["level"] != "INFO" || line["error"] != "context canceled" {
		t.Errorf("log: %v", line)
	}
}

func TestWrapObserves(t *testing.T) {
	type seen struct {
		Method, Route string
		Status        int
	}
	var got []seen
	mux := http.NewServeMux()
	mux.HandleFunc("POST /a/{b}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) })
	mux.HandleFunc("/any", func(http.ResponseWriter, *http.Request) {})
	handler := LogRequests(mux, slog.New(slog.DiscardHandler), func(method, route string, status int, took time.Duration) {
		if took < 0 {
			t.Error("time ran backwards")
		}
		got = append(got, seen{method, route, status})
	})
	for _, target := range []string{"POST /a/1", "GET /any", "BREW /any", "GET /zzz"} {
		method, path, _ := strings.Cut(target, " ")
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	}
	want := []seen{{"POST", "/a/{b}", 201}, {"GET", "/any", 200}, {"OTHER", "/any", 200}, {"GET", "unmatched", 404}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestClientNetwork(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.77:4711":            "192.0.2.0/24",
		"[2001:db8:1:2:3:4:5:6]:443": "2001:db8:1::/48",
		"[::ffff:192.0.2.77]:1":      "192.0.2.0/24",
		"[fe80::1%eth0]:1":           "fe80::/48",
		"pipe":                       "",
		"":                           "",
	} {
		if got := ClientNetwork(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("client of %q = %q, want %q", remote, got, want)
		}
	}
}

func TestRecorderPassesOverInformation(t *testing.T) {
	out := &responseRecorder{ResponseWriter: &discard{header: http.Header{}}}
	out.WriteHeader(http.StatusEarlyHints)
	out.WriteHeader(http.StatusAccepted)
	if out.Status() != http.StatusAccepted {
		t.Errorf("status %d, want 202", out.Status())
	}
}

func TestCorrelationIDOutsideARequest(t *testing.T) {
	if id := CorrelationID(t.Context()); id != "" {
		t.Errorf("id %q", id)
	}
}

func TestResponseControllerReachesThrough(t *testing.T) {
	w := httptest.NewRecorder()
	LogRequests(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	}), slog.New(slog.DiscardHandler), nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if !w.Flushed {
		t.Error("not flushed")
	}
}
