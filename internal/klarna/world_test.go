package klarna_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

var ref = hpp.PaymentRef{Provider: "stand-in", Kind: hpp.KindPayments, ID: "a-b_c"}

// secret stands in every request; no error and no exchange may show it.
const secret = "klarna_test_api_do-not-show"

// server answers by "METHOD path", and keeps what it was asked.
type server struct {
	mu      sync.Mutex
	answers map[string]answer
	asked   []string
	bodies  []string
	headers []http.Header
}

type answer struct {
	status int
	body   string
	header http.Header
}

const notFound = `{"error_code":"NOT_FOUND","error_messages":["Invalid session id"],"correlation_id":"x"}`

func (c *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := r.Method + " " + r.URL.EscapedPath()
	body, _ := io.ReadAll(r.Body)
	c.asked, c.bodies, c.headers = append(c.asked, name), append(c.bodies, string(body)), append(c.headers, r.Header)
	found, ok := c.answers[name]
	if user, _, basic := r.BasicAuth(); basic { // one that this account alone gets
		if own, has := c.answers[user+" "+name]; has {
			found, ok = own, true
		}
	}
	if !ok {
		found = answer{status: http.StatusNotFound, body: notFound}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Klarna-Correlation-Id", "6f0c-1")
	for name, values := range found.header {
		w.Header()[name] = values
	}
	w.WriteHeader(found.status)
	_, _ = io.WriteString(w, found.body)
}

// accounts are those of each merchant.
type accounts map[hpp.MerchantID][]upstream.Login

func (a accounts) Logins(_ context.Context, merchant hpp.MerchantID, u upstream.Upstream) ([]upstream.Login, error) {
	if len(a[merchant]) == 0 {
		return nil, &hpp.AccountError{Message: "no credentials for " + u.Host()}
	}
	return append([]upstream.Login(nil), a[merchant]...), nil
}

func login(label string) upstream.Login {
	return upstream.Login{Label: label, Username: label, Password: secret, Options: upstream.DefaultOptions}
}

// world is a client of a server, with what was observed of it.
type world struct {
	*klarna.Client
	seen []klarna.Exchange
}

func (w *world) last(t *testing.T) klarna.Exchange {
	t.Helper()
	if len(w.seen) == 0 {
		t.Fatal("nothing was observed")
	}
	return w.seen[len(w.seen)-1]
}

// client calls a server by real HTTP, as the program does.
func client(t *testing.T, kind upstream.Kind, handler http.Handler, of ...upstream.Login) *world {
	t.Helper()
	listening := httptest.NewServer(handler)
	t.Cleanup(listening.Close)
	return clientOf(t, kind, listening.URL, egress.Config{Anywhere: true, MaxBody: klarna.MaxAnswer}, of...)
}

func clientOf(t *testing.T, kind upstream.Kind, base string, config egress.Config, of ...upstream.Login) *world {
	t.Helper()
	if len(of) == 0 {
		of = []upstream.Login{login("one")}
	}
	sender := egress.New(config)
	t.Cleanup(sender.CloseIdleConnections)
	host := base[strings.Index(base, "//")+2:]
	w := &world{}
	w.Client = &klarna.Client{
		Upstream: upstream.Upstream{
			Name: "stand-in", Kind: kind, BaseURL: base, Hosts: []string{host}, SDKURL: "https://sdk.test/api.js", PageOrigins: []string{"https://*.pages.test"}, Test: true,
		},
		Accounts: accounts{"m1": of}, Sender: sender, Now: time.Now,
		Observe: func(_ context.Context, e klarna.Exchange) { w.seen = append(w.seen, e) },
	}
	return w
}

// outcome names what an error says of a call.
func outcome(err error) string {
	refusal, refused := errors.AsType[*hpp.Refusal](err)
	_, account := errors.AsType[*hpp.AccountError](err)
	switch {
	case err == nil:
		return "done"
	case refused:
		return "no: " + refusal.Code
	case account:
		return "credentials"
	case errors.Is(err, hpp.ErrNotFound):
		return "not found"
	}
	return "unknown"
}

// decoded is JSON as a tree.
func decoded(t *testing.T, text string) (tree map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return tree
}

// encoded is a tree as JSON.
func encoded(t *testing.T, tree any) string {
	t.Helper()
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
