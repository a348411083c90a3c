package talk

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func dial(t *testing.T, h http.HandlerFunc) *Conn {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	conn, err := Dial(t.Context(), server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestConnStaysOpen(t *testing.T) {
	peers := map[string]bool{}
	conn := dial(t, func(w http.ResponseWriter, r *http.Request) {
		peers[r.RemoteAddr] = true
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Echo", r.Method+" "+r.URL.Path+" "+r.Header.Get("X-One")+" "+r.Host)
		switch r.URL.Path {
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/chunks":
			_, _ = fmt.Fprint(w, "first ")
			_ = http.NewResponseController(w).Flush()
			_, _ = fmt.Fprint(w, strings.Repeat("x", 5000))
		default:
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write(body)
		}
	})
	for range 2 {
		for path, want := range map[string]struct {
			status int
			body   string
		}{
			"/echo": {201, `{"a":1}`}, "/none": {204, ""}, "/chunks": {200, "first " + strings.Repeat("x", 5000)},
		} {
			got, err := conn.Do(Request(http.MethodPost, "shop.example", path, `{"a":1}`, "X-One", "1"))
			if err != nil || got.Status != want.status || string(got.Body) != want.body {
				t.Errorf("%s: %d, %.40q, %v", path, got.Status, got.Body, err)
			}
			if echo := got.Field("x-echo"); echo != "POST "+path+" 1 shop.example" {
				t.Errorf("%s: echo %q", path, echo)
			}
			if got.Field("x-ech") != "" || got.Field("echo") != "" {
				t.Error("a part of a name is taken for it")
			}
		}
	}
	if len(peers) != 1 {
		t.Errorf("%d connections were made", len(peers))
	}
}

func TestConnFailsOnWhatIsNoAnswer(t *testing.T) {
	for _, text := range []string{"", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 \r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"} {
		here, there := net.Pipe()
		go func() {
			_, _ = there.Read(make([]byte, 1<<10))
			_, _ = io.WriteString(there, text)
			_ = there.Close()
		}()
		conn := newConn(here)
		if a, err := conn.Do(Request(http.MethodGet, "x", "/", "")); err == nil {
			t.Errorf("%q: %d, %q", text, a.Status, a.Body)
		}
		_ = conn.Close()
	}
}

func TestRequest(t *testing.T) {
	for want, got := range map[string][]byte{
		"GET /a HTTP/1.1\r\nHost: h:1\r\n\r\n":                                 Request("GET", "h:1", "/a", ""),
		"POST /a HTTP/1.1\r\nHost: h:1\r\nB: c\r\nContent-Length: 2\r\n\r\n{}": Request("POST", "h:1", "/a", "{}", "B", "c"),
	} {
		if string(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Basic("a", "b"); got != "Basic YTpi" {
		t.Errorf("got %q", got)
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"id":"x","id":"y"}`, "x"}, {`{"id":""}`, ""}, {`{"id":"x`, ""}, {`{}`, ""}, {``, ""},
	} {
		if got := Between([]byte(c.text), `"id":"`, `"`); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}
