package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
)

func TestCall(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path == "/refused" {
			w.WriteHeader(http.StatusConflict)
			_, _ = io.WriteString(w, `{"error_code":"NOT_ALLOWED","error_messages":["no"],"correlation_id":"c"}`)
			return
		}
		w.Header().Set("Location", "/made")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, strings.Join([]string{r.Method, r.URL.String(), user, password, r.Header.Get("Content-Type"), r.Header.Get("Klarna-Idempotency-Key"), string(body)}, " "))
	}))
	defer server.Close()
	c := &client.Client{BaseURL: server.URL + "/", Username: "u", Password: "p"}
	got, err := c.Call(t.Context(), http.MethodPost, "/a/b?c=d", []byte(`{}`), client.WithIdempotencyKey("k"))
	if want := "POST /a/b?c=d u p application/json k {}"; err != nil || got.Status != http.StatusAccepted || string(got.Body) != want || got.Header.Get("Location") != "/made" {
		t.Errorf("%+v, %q, %v; want %q", got, got.Body, err, want)
	}
	got, err = c.Call(t.Context(), http.MethodGet, "/refused", nil)
	refused, ok := errors.AsType[*client.Error](err)
	if !ok || refused.Code != "NOT_ALLOWED" || refused.CorrelationID != "c" || !strings.Contains(string(got.Body), "NOT_ALLOWED") {
		t.Errorf("refused: %+v, %v", got, err)
	}
	if _, err := c.Call(t.Context(), http.MethodGet, "elsewhere", nil); err == nil || errors.As(err, &refused) {
		t.Errorf("a path without a slash: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := c.Call(ended, http.MethodGet, "/secret-token", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a call that was ended: %v", err)
	}
}
