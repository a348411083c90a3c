package app

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Operations have a listener of their own; payers' has none of them but /livez.
func TestOperationsAreServedApart(t *testing.T) {
	server, _ := running(t, local(t))
	public, ops := "http://"+server.listener.Addr().String(), "http://"+server.ops.address()
	for address, want := range map[string]int{
		ops + "/livez": 200, ops + "/readyz": 200, ops + "/metrics": 200, ops + "/hpp/v1/sessions/a": 404, ops + "/": 404,
		public + "/livez": 200, public + "/readyz": 404, public + "/metrics": 404,
	} {
		if status, text := get(t, address); status != want {
			t.Errorf("%s: %d %q, want %d", address, status, text, want)
		}
	}
	if !loopback(server.ops.address()) {
		t.Errorf("by default operations are served at %s", server.ops.address())
	}
}

// Balancers that reach the public listener alone may ask it, when told so.
func TestReadinessInPublicWhenAskedFor(t *testing.T) {
	c := local(t)
	c.Gateway.PublicReadyz = true
	server, _ := running(t, c)
	for path, want := range map[string]int{"/readyz": 200, "/metrics": 404} {
		if status, _ := get(t, server.URL()+path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

func TestOperationsAskForTheirToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	const token = "a-token-of-32-characters-or-more"
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, g := range map[string]GatewayConfig{"itself": {OpsToken: token}, "in a file": {OpsTokenFile: file}} {
		c := local(t)
		c.Gateway = g
		server, _ := running(t, c)
		for header, want := range map[string]int{
			"": 401, "Bearer " + token: 200, "bearer  " + token: 200, "Bearer " + token + "x": 401, "Bearer": 401, "Bearer ": 401, "Basic " + token: 401, token: 401,
		} {
			for path, want := range map[string]int{"/metrics": want, "/readyz": want, "/livez": 200} {
				response, body := send(t, http.MethodGet, "http://"+server.ops.address()+path, http.Header{"Authorization": {header}}, "")
				if response.StatusCode != want || strings.Contains(body, token) {
					t.Errorf("%s, %s with %q: %d, want %d", name, path, header, response.StatusCode, want)
				}
			}
		}
	}
}

func TestOperationsCanBeTurnedOff(t *testing.T) {
	c := local(t)
	c.Gateway.OpsListen = "off"
	server, _ := running(t, c)
	if address := server.ops.address(); address != "" {
		t.Errorf("served at %s", address)
	}
}

// A second server on one machine takes another port and says so; an address that
// was asked for must be free.
func TestOperationsWhereThePortIsTaken(t *testing.T) {
	first, _ := running(t, local(t))
	second, log := running(t, local(t))
	if first.ops.address() == second.ops.address() {
		t.Error("two servers on one port")
	}
	if len(log.lines(t, "operations are served on another port; OPENHPP_OPS_LISTEN chooses one")) != 1 {
		t.Errorf("not said: %s", log)
	}
	c := local(t)
	c.Gateway.OpsListen = first.ops.address()
	if _, err := Open(t.Context(), c, discardLog()); err == nil || !strings.Contains(err.Error(), "OPENHPP_OPS_LISTEN") {
		t.Errorf("a taken address: %v", err)
	}
}

// An open door to the network is said aloud.
func TestOpenOperationsAreSaidAloud(t *testing.T) {
	for name, c := range map[string]struct {
		gateway GatewayConfig
		said    int
	}{
		"open":     {GatewayConfig{OpsListen: "0.0.0.0:0"}, 1},
		"a token":  {GatewayConfig{OpsListen: "0.0.0.0:0", OpsToken: "a-token-of-32-characters-or-more"}, 0},
		"loopback": {GatewayConfig{OpsListen: "127.0.0.1:0"}, 0},
	} {
		config := local(t)
		config.Gateway = c.gateway
		_, log := running(t, config)
		if n := strings.Count(log.String(), "operations are open to the network"); n != c.said {
			t.Errorf("%s: said %d times, want %d", name, n, c.said)
		}
	}
}
