package egress

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

func allowing(t *testing.T, c Config, entries ...string) Config {
	t.Helper()
	var err error
	if c.Allow, err = ParseAllow(entries); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseAllow(t *testing.T) {
	for entry, ok := range map[string]bool{
		"172.16.0.0/12": true, "10.1.2.3": true, "fd00::/8": true, "[fd00::7]": true, "fd00::7": true, "shop": true, "Shop": true,
		"host.docker.internal": true, "*.shop.internal": true, "my_shop": true, "loopback": true, " shop ": true,
		"": false, "http://shop": false, "shop:3000": false, "172.16.0.0/33": false, "1.2.3": true, "1.2.3.4.5": false, "a b": false, "*": false, "shop/": false,
	} {
		if _, err := ParseAllow([]string{entry}); (err == nil) != ok {
			t.Errorf("%q: %v", entry, err)
		}
	}
}

func TestWhatTheOperatorOpens(t *testing.T) {
	dev := Config{AllowHTTP: true}
	for _, test := range []struct {
		name    string
		config  Config
		url     string
		refused string // part of the error; empty: allowed
	}{
		{"network", allowing(t, dev, "172.16.0.0/12"), "http://172.17.0.2:3000/cb", ""},
		{"another network", allowing(t, dev, "172.16.0.0/12"), "http://10.0.0.2:3000/cb", "OPENHPP_EGRESS_ALLOW"},
		{"address", allowing(t, dev, "10.0.0.2"), "http://10.0.0.2:3000/cb", ""},
		{"address, mapped", allowing(t, dev, "10.0.0.2"), "http://[::ffff:10.0.0.2]:3000/cb", ""},
		{"IPv6", allowing(t, dev, "fd00::/8"), "http://[fd00::7]:3000/cb", ""},
		{"name", allowing(t, dev, "shop"), "http://shop:3000/cb", ""},
		{"name, another spelling", allowing(t, dev, "shop"), "http://SHOP.:3000/cb", ""},
		{"another name", allowing(t, dev, "shop"), "http://store:3000/cb", "OPENHPP_EGRESS_ALLOW"},
		{"names below", allowing(t, dev, "*.svc.internal"), "http://a.svc.internal:3000/", ""},
		{"the name itself", allowing(t, dev, "*.svc.internal"), "http://svc.internal:3000/", "ports"},
		{"loopback by its word", allowing(t, dev, "loopback"), "http://127.0.0.1:3000/", ""},
		{"loopback by its network", allowing(t, dev, "127.0.0.0/8"), "http://localhost:3000/", ""},
		{"loopback by its name", allowing(t, dev, "localhost"), "http://localhost:3000/", ""},
		{"IPv6 loopback", allowing(t, dev, "loopback"), "http://[::1]:3000/", ""},
		{"loopback, unnamed", dev, "http://127.0.0.1:3000/", "OPENHPP_EGRESS_ALLOW"},
		{"localhost, unnamed", dev, "http://localhost:3000/", "OPENHPP_EGRESS_ALLOW"},
		{"production's network", allowing(t, Config{}, "172.16.0.0/12"), "https://172.17.0.2/cb", ""},
		{"production's http", allowing(t, Config{}, "172.16.0.0/12"), "http://172.17.0.2/cb", "https"},
		{"production's other port", allowing(t, Config{}, "shop"), "https://shop:3000/cb", "OPENHPP_EGRESS_PORTS"},
		{"metadata", allowing(t, dev, "0.0.0.0/0"), "http://169.254.169.254/latest", "public address"},
		{"denied", allowing(t, Config{AllowHTTP: true, Deny: []netip.Prefix{netip.MustParsePrefix("172.17.0.0/16")}}, "172.16.0.0/12"), "http://172.17.0.2/", "public address"},
		{"own port", allowing(t, Config{AllowHTTP: true, OwnPorts: []uint16{8080}}, "loopback"), "http://127.0.0.1:8080/", "own address"},
		{"own port by name", allowing(t, Config{AllowHTTP: true, OwnPorts: []uint16{8080}}, "loopback"), "http://localhost:8080/", "own address"},
		{"own port, another spelling", Config{AllowHTTP: true, AllowLoopback: true, OwnPorts: []uint16{8080}}, "http://2130706433:8080/", "own address"},
		{"own default port", Config{AllowHTTP: true, AllowLoopback: true, OwnPorts: []uint16{80}}, "http://127.0.0.1/", "own address"},
		{"another port", Config{AllowHTTP: true, AllowLoopback: true, OwnPorts: []uint16{8080}}, "http://127.0.0.1:8081/", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			u, err := url.Parse(test.url)
			if err != nil {
				t.Fatal(err)
			}
			err = test.config.CheckURL(u)
			if (err == nil) != (test.refused == "") || err != nil && !strings.Contains(err.Error(), test.refused) {
				t.Errorf("CheckURL(%s) = %v, want %q", test.url, err, test.refused)
			}
			if ip, literal, _ := parseIP(u.Hostname()); literal && !strings.Contains(test.url, "::ffff") {
				to := netip.AddrPortFrom(ip, portOf(u)).String()
				network := map[bool]string{true: "tcp4", false: "tcp6"}[ip.Is4()]
				if err := newGuard(test.config).control(network, to, nil); (err == nil) != (test.refused == "") {
					t.Errorf("control(%s) = %v, want %q", to, err, test.refused)
				}
			}
		})
	}
}

// A name that the operator opened is reached wherever it leads; another name
// for the same place is not.
func TestNamesOpenTheirOwnCallsAlone(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	defer server.Close()
	port := server.Listener.Addr().String()[strings.LastIndex(server.Listener.Addr().String(), ":"):]
	client := New(allowing(t, Config{AllowHTTP: true}, "localhost"))
	defer client.CloseIdleConnections()
	if status, _, err := call(t, client, "http://localhost"+port+"/", time.Second); err != nil || status != http.StatusAccepted {
		t.Errorf("the name that was opened: %d, %v", status, err)
	}
	if status, _, err := call(t, client, "http://127.0.0.1"+port+"/", time.Second); err == nil {
		t.Errorf("the address itself: %d", status)
	}
	number, err := strconv.ParseUint(port[1:], 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	own := New(allowing(t, Config{AllowHTTP: true, OwnPorts: []uint16{uint16(number)}}, "ip6-localhost", "localhost"))
	defer own.CloseIdleConnections()
	if status, _, err := call(t, own, "http://localhost"+port+"/", time.Second); err == nil {
		t.Errorf("the server itself was called: %d", status)
	}
}
