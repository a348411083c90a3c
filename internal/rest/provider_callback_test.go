package rest

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
