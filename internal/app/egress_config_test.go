package app

import (
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

// Which addresses are called is decided by where payers reach the server and
// by what the operator opens, whatever the environment is called.
func TestReach(t *testing.T) {
	for name, test := range map[string]struct {
		public  string
		allow   []string
		address string
		refused string // part of the reason; empty: called
	}{
		"a developer's machine":           {"", nil, "http://127.0.0.1:3000/cb", ""},
		"by its name":                     {"http://localhost:8080", nil, "http://localhost:3000/cb", ""},
		"a name below it":                 {"http://shop.localhost:8080", nil, "http://127.0.0.1:3000/cb", ""},
		"IPv6":                            {"http://[::1]:8080", nil, "http://[::1]:3000/cb", ""},
		"a sandbox for strangers":         {"https://sandbox.example.com", nil, "http://127.0.0.1:3000/admin", "OPENHPP_EGRESS_ALLOW"},
		"by name there":                   {"https://sandbox.example.com", nil, "http://localhost:3000/admin", "OPENHPP_EGRESS_ALLOW"},
		"as a number there":               {"https://sandbox.example.com", nil, "http://2130706433/", "OPENHPP_EGRESS_ALLOW"},
		"a name that looks local":         {"https://localhost.example.com", nil, "http://127.0.0.1:3000/", "OPENHPP_EGRESS_ALLOW"},
		"on the local network":            {"http://192.168.1.7:8080", nil, "http://127.0.0.1:3000/", "OPENHPP_EGRESS_ALLOW"},
		"opened by its word":              {"https://sandbox.example.com", []string{"loopback"}, "http://127.0.0.1:3000/", ""},
		"opened by its network":           {"https://sandbox.example.com", []string{"127.0.0.0/8"}, "http://127.0.0.1:3000/", ""},
		"a shop in a container":           {"", []string{"172.16.0.0/12", "shop", "host.docker.internal"}, "http://shop:3000/cb", ""},
		"its address":                     {"", []string{"172.16.0.0/12", "shop", "host.docker.internal"}, "http://172.17.0.2:3000/cb", ""},
		"another shop":                    {"", []string{"shop"}, "http://172.17.0.2:3000/cb", "OPENHPP_EGRESS_ALLOW"},
		"the server itself":               {"", nil, "OWN/admin", "own address"},
		"the server itself, opened":       {"https://sandbox.example.com", []string{"loopback"}, "OWN/admin", "own address"},
		"the operations":                  {"", nil, "OPS/metrics", "own address"},
		"the profiles":                    {"", nil, "DEBUG/debug/pprof/", "own address"},
		"the server itself, another name": {"", nil, "LOCALHOST/", "own address"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := Open(t.Context(), Config{
				Listen: "127.0.0.1:0", DebugListen: "127.0.0.1:0", DatabaseConfig: DatabaseConfig{"sqlite:" + sqlitetest.File(t)},
				PublicURL: test.public, EgressAllow: test.allow, Gateway: GatewayConfig{OpsListen: "127.0.0.1:0"},
			}, discardLog())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = a.Close() }()
			listener := a.listener.Addr().String()
			address := strings.NewReplacer("OWN", "http://"+listener, "OPS", "http://"+a.ops.listener.Addr().String(),
				"DEBUG", "http://"+a.debug.listener.Addr().String(), "LOCALHOST", "http://localhost"+listener[strings.LastIndex(listener, ":"):]).Replace(test.address)
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			err = a.sessions.CallbackAllowed(u)
			if (err == nil) != (test.refused == "") || err != nil && !strings.Contains(err.Error(), test.refused) {
				t.Errorf("%s: %v, want %q", address, err, test.refused)
			}
		})
	}
}
