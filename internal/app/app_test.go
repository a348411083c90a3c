package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/playground/guide"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func discardLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

func local(t *testing.T) Config {
	t.Helper()
	return Config{Listen: "127.0.0.1:0", DatabaseConfig: DatabaseConfig{sqliteScheme + sqlitetest.File(t)}}
}

// get is the status and body of a GET.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// serve runs a server and answers its address and how to stop it.
func serve(t *testing.T, c Config) (string, func() error) {
	t.Helper()
	server, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + server.listener.Addr().String(), start(t, server)
}

// start runs a server that is open, and answers how to stop it.
func start(t *testing.T, server *App) func() error {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	return func() error {
		stop()
		return <-done
	}
}

func TestOpenFailsWithAReason(t *testing.T) {
	busy, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	shared := filepath.Join(t.TempDir(), "shared.key")
	if err := os.WriteFile(shared, bytes.Repeat([]byte("a"), 40), 0o644); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Config){
		"OPENHPP_LISTEN":     func(c *Config) { c.Listen = busy.Addr().String() },
		"chmod 600":          func(c *Config) { c.SecretFile = shared },
		"at least 32 bytes":  func(c *Config) { c.Secret = "short" },
		"OPENHPP_DATABASE":   func(c *Config) { c.Database = "redis:x" },
		"no such file or di": func(c *Config) { c.Database = sqliteScheme + "/nonexistent/folder/a.db" },
	} {
		c := local(t)
		change(&c)
		if _, err := Open(t.Context(), c, discardLog()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q in it", err, want)
		}
	}
}

func TestPlaygroundServesTheBuiltInProvider(t *testing.T) {
	url, stop := serve(t, local(t))
	for path, want := range map[string]int{
		"/livez": 200, "/readyz": 404, "/metrics": 404, "/openapi/hpp.yaml": 200, "/openapi/sandbox.yaml": 200, "/nothing": 404,
		"/hpp/v1/sessions/a": 401, "/payments/v1/sessions/a": 401, "/ordermanagement/v1/orders/a": 401,
	} {
		if status, _ := get(t, url+path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// A production server has the provider before an acquirer that is no test, and
// nothing of the playground.
func TestProductionWithAnAcquirer(t *testing.T) {
	c := local(t)
	c.Environment, c.PublicURL = Production, "https://pay.example.com"
	server, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	if server.acquirer() != nil || server.provider(nil, []byte("key")) != nil {
		t.Error("a provider before no acquirer")
	}
	own := server.provider(acquirertest.NewDouble(), []byte("key"))
	handler := server.routes(own)
	for path, want := range map[string]int{
		"/payments/v1/sessions/a": 401, "/ordermanagement/v1/orders/a": 401, guide.Path: 404, inbox.Path: 404,
	} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if answer.Code != want {
			t.Errorf("%s: %d, want %d", path, answer.Code, want)
		}
	}
	if server.providers(own).byOwn == nil {
		t.Error("sessions find no provider")
	}
}

// Test money must not pay for real goods.
func TestProductionHasNoBuiltInProvider(t *testing.T) {
	c := local(t)
	c.Environment, c.PublicURL = Production, "https://pay.example.com"
	url, stop := serve(t, c)
	for path, want := range map[string]int{"/livez": 200, "/hpp/v1/sessions/a": 401, "/payments/v1/sessions/a": 404, "/playground/v1/payments/a/authorize": 404, "/sandbox/v1/caught": 404, "/openapi/sandbox.yaml": 404} {
		if status, _ := get(t, url+path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
