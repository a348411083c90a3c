package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/merchant"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lamp is a payment session's body.
const lamp = `{"purchase_country":"SE","purchase_currency":"SEK","locale":"en-SE","order_amount":10000,"order_tax_amount":2000,
	"order_lines":[{"name":"Lamp","quantity":1,"unit_price":10000,"tax_rate":2500,"total_amount":10000,"total_tax_amount":2000}]}`

const (
	paymentSessions = "/payments/v1/sessions"
	unknownOrder    = "/ordermanagement/v1/orders/00000000-0000-4000-8000-000000000000"
)

// database is a configuration whose file nobody made yet.
func database(t *testing.T) app.Config {
	t.Helper()
	return app.Config{DatabaseConfig: app.DatabaseConfig{Database: "sqlite:" + filepath.Join(t.TempDir(), "a.db")}}
}

// world is a running server with the command line beside it.
type world struct {
	t      *testing.T
	config app.Config
	url    string
	log    *journal
}

// start runs a server until the test ends.
func start(t *testing.T) world {
	t.Helper()
	c, log := database(t), &journal{}
	c.Listen, c.Gateway.OpsListen = "127.0.0.1:0", "127.0.0.1:0"
	c.Gateway.OpsToken = opsToken
	server, err := app.Open(t.Context(), c, slog.New(slog.NewJSONHandler(log, nil)))
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
	return world{t, c, server.URL(), log}
}

// prints answers what a command prints.
func (w world) prints(asJSON bool, command func(Operator) error) string {
	w.t.Helper()
	var out bytes.Buffer
	if err := command(Operator{Config: w.config, Out: &out, JSON: asJSON}); err != nil {
		w.t.Fatal(err)
	}
	return out.String()
}

// credentials answers those that a command prints.
func (w world) credentials(command func(Operator) error) merchant.Credentials {
	w.t.Helper()
	var made merchant.Credentials
	if err := json.Unmarshal([]byte(w.prints(true, command)), &made); err != nil {
		w.t.Fatal(err)
	}
	return made
}

// merchant makes one.
func (w world) merchant() merchant.Credentials {
	w.t.Helper()
	return w.credentials(func(o Operator) error { return o.CreateMerchant(w.t.Context(), "Lamps") })
}

// call is the status and body of a call as a merchant.
func (w world) call(who merchant.Credentials, method, path, body string) (int, string) {
	w.t.Helper()
	return w.send(method, w.url+path, body, func(r *http.Request) { r.SetBasicAuth(who.Username, who.Password) })
}

// open is the status and body of a page.
func (w world) open(address string) (int, string) {
	w.t.Helper()
	return w.send(http.MethodGet, address, "", func(*http.Request) {})
}

func (w world) send(method, address, body string, prepare func(*http.Request)) (int, string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	prepare(request)
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// becomes asks until a call has the status, which it must within ten seconds.
func (w world) becomes(status int, who merchant.Credentials, method, path, body string) string {
	w.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; {
		got, text := w.call(who, method, path, body)
		if got == status {
			return text
		}
		if time.Now().After(end) {
			w.t.Fatalf("%s %s: %d %s, want %d", method, path, got, text, status)
		}
	}
}

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
