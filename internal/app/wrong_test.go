package app

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/web"
)

// Guessing through the real server: evidence, a limit, and no lock-out, by the
// networks that a trusted proxy names.
func TestWrongPasswordsThroughTheServer(t *testing.T) {
	c := local(t)
	c.Gateway.TrustedProxies = []string{"127.0.0.1"}
	server, log := running(t, c)
	account, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	from := func(address, username, password string) reply {
		r := &http.Request{Header: http.Header{"X-Forwarded-For": {address}}}
		r.SetBasicAuth(username, password)
		response, _ := send(t, http.MethodGet, server.URL()+"/openhpp/v1/profiles", r.Header, "")
		return response
	}
	limited := 0
	for range web.WrongTries + 30 {
		switch got := from("198.51.100.7", account.Username, "guess"); got.StatusCode {
		case http.StatusTooManyRequests:
			if limited++; got.Header.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		case http.StatusUnauthorized:
		default:
			t.Fatalf("a wrong password: %d", got.StatusCode)
		}
	}
	if limited == 0 {
		t.Error("no limit was met")
	}
	if got := from("198.51.100.7", account.Username, account.Password); got.StatusCode != http.StatusOK {
		t.Errorf("the merchant from the same network: %d", got.StatusCode)
	}
	if got := from("203.0.113.7", account.Username, "guess"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("another network: %d", got.StatusCode)
	}
	records := log.lines(t, "authentication failed")
	if len(records) == 0 || len(records) > 40 {
		t.Fatalf("%d records", len(records))
	}
	for _, r := range records {
		if r["event"] != "auth.failed" || r["level"] != "WARN" || r["user"] == nil || r["correlation_id"] == "" || !strings.HasSuffix(r["client"].(string), ".0/24") {
			t.Errorf("record %v", r)
		}
	}
	if text := log.String(); strings.Contains(text, account.Username) || strings.Contains(text, "198.51.100.7") {
		t.Error("the log names the user or the address")
	}
	if text := metricsOf(t, server); !strings.Contains(text, `openhpp_auth_failures_total{reason="wrong"} 51`) || !strings.Contains(text, `openhpp_auth_failures_total{reason="limited"}`) {
		t.Errorf("metrics:\n%s", text)
	}
}

func metricsOf(t *testing.T, server *App) string {
	t.Helper()
	_, text := get(t, "http://"+server.ops.address()+"/metrics")
	return text
}
