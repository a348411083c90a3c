package commands

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/testport"
)

// lasting is a playground that is killed and started again on the same file and address.
type lasting struct {
	t       *testing.T
	folder  string
	address string
	cmd     *exec.Cmd
}

func (l *lasting) start() []string {
	l.t.Helper()
	l.cmd = command(l.t, []string{"OPENHPP_PLAYGROUND_MERCHANT=ci:a-password-for-tests-only"},
		"serve", "--listen", l.address, "--ops-listen", "off", "--log-level", "error", "--database", "sqlite:a.db", "--ready-file", "ready")
	if l.folder == "" {
		l.folder = l.cmd.Dir
	}
	l.cmd.Dir = l.folder
	if err := l.cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	text, _ := waitFor(l.t, filepath.Join(l.folder, "ready"))
	return strings.Fields(text)
}

func (l *lasting) kill() {
	l.t.Helper()
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait()
	if err := os.Remove(filepath.Join(l.folder, "ready")); err != nil {
		l.t.Fatal(err)
	}
}

// cutting is a way to a server on which every second answer breaks off, so many times.
type cutting struct {
	on   *httputil.ReverseProxy
	mu   sync.Mutex
	seen int
	cuts int
}

const wantedCuts = 100

func (c *cutting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.seen++
	cut := c.seen > 2 && c.seen%2 == 0 && c.cuts < wantedCuts // the first two make it ready
	if cut {
		c.cuts++
	}
	c.mu.Unlock()
	if !cut {
		c.on.ServeHTTP(w, r)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"caught\":[")
		_ = conn.Close()
	}
}

func (c *cutting) done() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cuts == wantedCuts
}

// shop is the address of this machine that gets callbacks.
type shop struct {
	t      *testing.T
	secret string
	mu     sync.Mutex
	got    map[string][]client.Status // statuses of each session, in the order in which they came
	events map[string]bool
}

func (s *shop) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	callback, verifyErr := client.VerifyCallback(s.secret, r.Header, body, time.Now())
	if err != nil || verifyErr != nil || r.URL.RawQuery != "own=1" {
		s.t.Errorf("%s %s: %v, %v: %s", r.Method, r.URL, err, verifyErr, body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.events[callback.EventID] {
		s.got[callback.Session.SessionID] = append(s.got[callback.Session.SessionID], callback.Session.Status)
	}
	s.events[callback.EventID] = true
}

// The listener survives a server that is killed and connections that are cut: each event comes at
// least once, with the bytes that were signed, in order for each session.
func TestListenSurvives(t *testing.T) {
	t.Parallel()
	address, err := testport.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server := &lasting{t: t, address: address}
	env := server.start()
	t.Cleanup(func() { server.kill() })
	receiver := &shop{t: t, secret: strings.TrimPrefix(env[3], "OPENHPP_SIGNING_SECRET="), got: map[string][]client.Status{}, events: map[string]bool{}}
	local := httptest.NewServer(receiver)
	t.Cleanup(local.Close)
	target, err := url.Parse("http://" + address)
	if err != nil {
		t.Fatal(err)
	}
	cuts := &cutting{on: httputil.NewSingleHostReverseProxy(target)}
	front := httptest.NewServer(cuts)
	t.Cleanup(front.Close)

	const sessions = 20
	listener := command(t, append([]string{"OPENHPP_URL=" + front.URL}, env[1:]...), "listen", "--forward-to", local.URL+"/hooks?own=1", "--json", "--ready-file", "ready", "--exit-after", fmt.Sprint(2*sessions))
	out, err := listener.StdoutPipe()
	if err != nil || listener.Start() != nil {
		t.Fatal(err)
	}
	text, _ := waitFor(t, filepath.Join(listener.Dir, "ready"))
	statusUpdate := strings.TrimPrefix(strings.TrimSpace(text), "OPENHPP_STATUS_UPDATE=")
	for n := range sessions {
		if n == sessions/2 {
			server.kill()
			server.start()
		}
		if n == sessions-1 {
			for !cuts.done() {
				select {
				case <-t.Context().Done():
					t.Fatal("the connection was not cut often enough")
				case <-time.After(50 * time.Millisecond):
				}
			}
		}
		works(t, env, "trigger", "session.failed", "--status-update", statusUpdate)
	}
	lines := bufio.NewScanner(out)
	printed := 0
	for ; lines.Scan(); printed++ {
		var line struct {
			Type   string `json:"type"`
			Status int    `json:"status"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Status != http.StatusOK || !strings.HasPrefix(line.Type, "session.") {
			t.Errorf("printed %q, %v", lines.Text(), err)
		}
	}
	if err := listener.Wait(); err != nil || printed < 2*sessions {
		t.Errorf("%d lines, ended with %v", printed, err)
	}
	receiver.mu.Lock()
	defer receiver.mu.Unlock()
	if len(receiver.got) != sessions {
		t.Errorf("callbacks of %d sessions, want %d", len(receiver.got), sessions)
	}
	for id, statuses := range receiver.got {
		if len(statuses) != 2 || statuses[0] != client.InProgress || statuses[1] != client.Failed {
			t.Errorf("session %s: %v", id, statuses)
		}
	}
}

// What cannot work ends at once, with a reason.
func TestListenEndsAtOnce(t *testing.T) {
	t.Parallel()
	env := playground(t)
	for name, c := range map[string]struct {
		env  []string
		args []string
		want int
		says string
	}{
		"no credentials":         {nil, []string{"--forward-to", "http://127.0.0.1:1"}, 2, "OPENHPP_URL (--url)"},
		"no address":             {env, []string{"--forward-to", "localhost"}, 2, "--forward-to"},
		"wrong credentials":      {append(env[:2:2], "OPENHPP_PASSWORD=wrong"), []string{"--forward-to", "http://127.0.0.1:1"}, 3, "401"},
		"the time is over":       {env, []string{"--forward-to", "http://127.0.0.1:1", "--timeout", "300ms"}, 5, "deadline"},
		"nobody is there at all": {append([]string{"OPENHPP_URL=http://127.0.0.1:1"}, env[1:]...), []string{"--forward-to", "http://127.0.0.1:1"}, 4, "did not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := call(t, c.env, append([]string{"listen"}, c.args...)...); got.status != c.want || !strings.Contains(got.err, c.says) {
				t.Errorf("%+v, want status %d and %q", got, c.want, c.says)
			}
		})
	}
}

// Only what is wanted is forwarded, and what the shop answers is said.
func TestListenFilters(t *testing.T) {
	t.Parallel()
	env := playground(t)
	local := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	t.Cleanup(local.Close)
	listener := command(t, env, "listen", "--forward-to", local.URL, "--events", "session.back,order.*", "--ready-file", "ready", "--exit-after", "1")
	out, err := listener.StdoutPipe()
	if err != nil || listener.Start() != nil {
		t.Fatal(err)
	}
	text, _ := waitFor(t, filepath.Join(listener.Dir, "ready"))
	address := strings.TrimPrefix(strings.TrimSpace(text), "OPENHPP_STATUS_UPDATE=")
	works(t, env, "trigger", "session.failed", "--status-update", address)
	works(t, env, "trigger", "session.back", "--status-update", address)
	printed, err := io.ReadAll(out)
	if err != nil || listener.Wait() != nil || !strings.HasPrefix(string(printed), "→ session.back ") || !strings.Contains(string(printed), " 418 ") || strings.Count(string(printed), "\n") != 1 {
		t.Errorf("printed %q, %v", printed, err)
	}
	if got := works(t, env, "caught", "--status", "FAILED", "--wait", "5"); !strings.Contains(got, "VALID") || strings.Count(got, "\n") != 1 {
		t.Errorf("caught:\n%s", got)
	}
}
