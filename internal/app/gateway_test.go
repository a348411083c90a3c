package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// journal is a log that is read while a server writes it.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// lines are the log's lines so far whose message is msg.
func (j *journal) lines(t *testing.T, msg string) []map[string]any {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []map[string]any
	for text := range strings.Lines(j.text.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		if line["msg"] == msg {
			found = append(found, line)
		}
	}
	return found
}

// running is a server with its log. It ends with the test.
func running(t *testing.T, c Config) (*App, *journal) {
	t.Helper()
	log := &journal{}
	server, err := Open(t.Context(), c, slog.New(slog.NewJSONHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return server, log
}

// reply is an answer without its body.
type reply struct {
	StatusCode int
	Header     http.Header
}

// send makes a request of its own connection and answers status, headers, body.
func send(t *testing.T, method, address string, header http.Header, body string) (reply, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header}, string(text)
}

// A proxy that is not named cannot say who a client is; one that is named can.
func TestTheClientBehindAProxy(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []string
		want    string
	}{
		"named":     {[]string{"127.0.0.0/8"}, "203.0.113.0/24"},
		"not named": {nil, "127.0.0.0/24"},
		"another":   {[]string{"10.0.0.0/8"}, "127.0.0.0/24"},
	} {
		config := local(t)
		config.Gateway.TrustedProxies = c.trusted
		server, log := running(t, config)
		send(t, http.MethodGet, server.URL()+"/livez", http.Header{"X-Forwarded-For": {"203.0.113.77"}}, "")
		lines := log.lines(t, "request")
		if len(lines) != 1 || lines[0]["client"] != c.want {
			t.Errorf("%s: logged %v, want client %s", name, lines, c.want)
		}
	}
}

func TestGatewayNamesWhatIsWrong(t *testing.T) {
	for variable, change := range map[string]func(*GatewayConfig){
		"OPENHPP_FAILED_PAYMENTS": func(g *GatewayConfig) { g.FailedPayments = new(-1) },
		"OPENHPP_TRUSTED_PROXIES": func(g *GatewayConfig) { g.TrustedProxies = []string{"proxy"} },
		"OPENHPP_HSTS":            func(g *GatewayConfig) { g.HSTS = "yes" },
		"OPENHPP_OPS_LISTEN":      func(g *GatewayConfig) { g.OpsListen = "9090" },
		"OPENHPP_OPS_TOKEN":       func(g *GatewayConfig) { g.OpsToken = "short" },
		"OPENHPP_OPS_TOKEN_FILE":  func(g *GatewayConfig) { g.OpsTokenFile = "/nonexistent" },
	} {
		c := valid()
		change(&c.Gateway)
		if err := c.check(); err == nil || !strings.Contains(err.Error(), variable+": must be ") {
			t.Errorf("%s: %v", variable, err)
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// A parallel test run makes as many sessions as it likes; the published limits
// come when they are asked for, and say what they are.
func TestRateLimitsOfThePlayground(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*Config)
		limited bool
	}{
		"unset":     {func(*Config) {}, false},
		"published": {func(c *Config) { c.RateLimit.Published = true }, true},
		"a number":  {func(c *Config) { c.RateLimitCreate = new(5) }, true},
	} {
		config := local(t)
		c.change(&config)
		server, _ := running(t, config)
		account, err := server.merchants.Create(t.Context(), "Lamps")
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth(account.Username, account.Password)
		limited, said := 0, ""
		for range 12 {
			response, body := send(t, http.MethodPost, server.URL()+"/hpp/v1/sessions", r.Header, "{}")
			if response.StatusCode == http.StatusTooManyRequests {
				limited, said = limited+1, body
			}
		}
		if (limited > 0) != c.limited || c.limited && (!strings.Contains(said, "at most 5") || !strings.Contains(said, "OPENHPP_RATE_LIMIT")) {
			t.Errorf("%s: %d of 12 were refused: %s", name, limited, said)
		}
	}
}
