package rest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// brought is what a provider's server brought.
type brought struct {
	calls []string
	err   error
}

func (b *brought) Authorized(_ context.Context, provider, secret, payment, token string) error {
	b.calls = append(b.calls, provider+" "+secret+" "+payment+" "+token)
	return b.err
}

// Whatever a provider's server sends, it is answered alike, but for a fault of ours:
// then it may try again.
func TestAuthorizationsOfProviders(t *testing.T) {
	const whole = `{"authorization_token":"t-1","session_id":"kp-1","merchant_reference1":"x"}`
	for name, c := range map[string]struct {
		body   string
		err    error
		status int
		calls  int
	}{
		"whole":           {whole, nil, http.StatusNoContent, 1},
		"no JSON":         {"<html>", nil, http.StatusNoContent, 0},
		"nothing":         {"", nil, http.StatusNoContent, 0},
		"of another type": {`{"authorization_token":7}`, nil, http.StatusNoContent, 0},
		"too long":        {`{"session_id":"kp-1","x":"` + strings.Repeat("x", maxCallback) + `"}`, nil, http.StatusNoContent, 0},
		"not wanted":      {whole, hpp.ErrNotFound, http.StatusNoContent, 1},
		"broken":          {whole, context.DeadlineExceeded, http.StatusServiceUnavailable, 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := &brought{err: c.err}
			table := web.NewTable()
			Server{Callbacks: b}.mountProviderCallback(table)
			w := httptest.NewRecorder()
			table.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/openhpp/v1/upstream/klarna-eu/authorizations/s3cret", bytes.NewBufferString(c.body)))
			if w.Code != c.status || len(b.calls) != c.calls {
				t.Errorf("%d after %v", w.Code, b.calls)
			}
			if c.calls == 1 && b.calls[0] != "klarna-eu s3cret kp-1 t-1" {
				t.Errorf("brought %s", b.calls[0])
			}
		})
	}
}

// A network that brings without end is refused for a while, and nobody in another
// one notices.
func TestANetworkBringsSoManyAuthorizations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, table := &brought{}, web.NewTable()
		Server{Callbacks: b}.mountProviderCallback(table)
		bring := func(address string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/openhpp/v1/upstream/klarna-eu/authorizations/guess", strings.NewReader(`{"authorization_token":"t"}`))
			r.RemoteAddr = address
			w := httptest.NewRecorder()
			table.ServeHTTP(w, r)
			return w
		}
		for i := range 600 {
			if w := bring(fmt.Sprintf("198.51.100.%d:1000", i%200)); w.Code != http.StatusNoContent {
				t.Fatalf("call %d: %d", i+1, w.Code)
			}
		}
		if w := bring("198.51.100.250:1000"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "60" {
			t.Errorf("after too many: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
		}
		if len(b.calls) != 600 {
			t.Errorf("the core was asked %d times", len(b.calls))
		}
		if w := bring("203.0.113.1:1000"); w.Code != http.StatusNoContent {
			t.Errorf("another network: %d", w.Code)
		}
		<-time.After(time.Minute)
		if w := bring("198.51.100.250:1000"); w.Code != http.StatusNoContent {
			t.Errorf("a minute later: %d", w.Code)
		}
	})
}
