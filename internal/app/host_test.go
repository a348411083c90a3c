package app

import (
	"net"
	"net/http"
	"strings"
	"testing"
)

// Names that are none of ours are misdirected, whatever is asked; ours work
// with and without a port.
func TestUnknownHostsAreMisdirected(t *testing.T) {
	c := local(t)
	c.PublicURL, c.APIURL, c.APIAliases = "https://Pay.example.com", "https://api.example.com:8443", []string{"openhpp:8080", "shop-api"}
	server, _ := running(t, c)
	at := server.listener.Addr().String()
	_, port, err := net.SplitHostPort(at)
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]int{
		"/hpp/v1/sessions/a": 401, "/payments/v1/sessions/a": 401, "/eu/hpp/payments/a": 404, "/eu/hpp/access": 200, "/openapi/hpp.yaml": 200,
		"/livez": 200, "/": 404,
	}
	for _, host := range []string{
		"pay.example.com", "PAY.EXAMPLE.COM", "pay.example.com:443", "pay.example.com.", "api.example.com", "api.example.com:8443",
		"openhpp", "openhpp:8080", "shop-api:1", at, "127.0.0.1", "localhost:" + port, "[::1]:" + port,
	} {
		for path, want := range paths {
			if response, body := send(t, http.MethodGet, "http://"+at+path, http.Header{"Host": {host}}, ""); response.StatusCode != want {
				t.Errorf("%s at %s: %d %.90s, want %d", path, host, response.StatusCode, body, want)
			}
		}
	}
	for _, host := range []string{
		"evil.example", "evil.example:" + port, "pay.example.com.evil.example", "xpay.example.com", "192.0.2.1:" + port, "127.0.0.2:" + port,
		"pay.example.com@evil.example", "localhost.evil.example", "openhpp.evil.example",
	} {
		for path := range paths {
			response, body := send(t, http.MethodGet, "http://"+at+path, http.Header{"Host": {host}, "X-Forwarded-Host": {"pay.example.com"}}, "")
			if response.StatusCode != http.StatusMisdirectedRequest || !strings.Contains(body, "OPENHPP_API_ALIASES") || strings.Contains(body, "evil") ||
				!strings.Contains(body, `"correlation_id":"`+response.Header.Get("Klarna-Correlation-Id")) {
				t.Errorf("%s at %s: %d %.90s, want 421", path, host, response.StatusCode, body)
			}
		}
	}
	// Probes of operations come by whatever name the operator's network has.
	if response, _ := send(t, http.MethodGet, "http://"+server.ops.address()+"/readyz", http.Header{"Host": {"node-7.internal"}}, ""); response.StatusCode != http.StatusOK {
		t.Errorf("a probe: %d", response.StatusCode)
	}
}

// A server for all addresses is reached by the one that was dialled.
func TestHostsOfAServerOnAllAddresses(t *testing.T) {
	c := local(t)
	c.Listen = "0.0.0.0:0"
	c.PublicURL = "http://pay.test"
	server, _ := running(t, c)
	_, port, err := net.SplitHostPort(server.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"127.0.0.3:" + port: 200, "localhost:" + port: 200, "pay.test": 200, "192.0.2.1": 421, "evil.test": 421} {
		if response, _ := send(t, http.MethodGet, "http://127.0.0.3:"+port+"/livez", http.Header{"Host": {host}}, ""); response.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, response.StatusCode, want)
		}
	}
}

// Browsers are told to insist on TLS by every answer, or as the operator says.
func TestTransportSecurity(t *testing.T) {
	for name, c := range map[string]struct{ public, setting, want string }{
		"https":         {"https://127.0.0.1", "", "max-age=63072000; includeSubDomains"},
		"subdomains":    {"https://127.0.0.1", "subdomains", "max-age=63072000; includeSubDomains"},
		"the host only": {"https://127.0.0.1", "host", "max-age=63072000"},
		"off":           {"https://127.0.0.1", "off", ""},
		"http":          {"http://127.0.0.1", "", ""},
	} {
		config := local(t)
		config.PublicURL, config.Gateway.HSTS = c.public, c.setting
		server, _ := running(t, config)
		for _, path := range []string{"/hpp/v1/sessions/a", "/payments/v1/x", "/eu/hpp/payments/a", "/eu/hpp/access", "/openapi/hpp.yaml", "/livez", "/", "/settlements/v1/payouts", "/playground/test-data", "/assets/none"} {
			response, _ := send(t, http.MethodGet, "http://"+server.listener.Addr().String()+path, nil, "")
			if got := response.Header.Get("Strict-Transport-Security"); got != c.want {
				t.Errorf("%s, %s: %q, want %q", name, path, got, c.want)
			}
		}
		if response, _ := send(t, http.MethodGet, "http://"+server.listener.Addr().String()+"/", http.Header{"Host": {"evil.example"}}, ""); response.Header.Get("Strict-Transport-Security") != c.want {
			t.Errorf("%s, another host: %q", name, response.Header.Get("Strict-Transport-Security"))
		}
	}
}

// What is not there is said in the words of whoever asks: an API's envelope or a
// page, both with our headers, in both environments.
func TestNothingAtThisAddress(t *testing.T) {
	for _, environment := range []Environment{Playground, Production} {
		c := local(t)
		c.Environment, c.PublicURL = environment, "https://127.0.0.1"
		server, _ := running(t, c)
		base := "http://" + server.listener.Addr().String()
		for _, call := range []string{
			"GET /settlements/v1/payouts", "GET /settlements/x", "POST /instantshopping/v1/buttons", "GET /hpp/v1/nothing", "GET /hpp/", "GET /openapi/none.yaml",
			"DELETE /payments/v1/nothing", "POST /payments/v9/sessions", "GET //settlements//v1/payouts/", "GET /anything/v2/else", "GET /v1/charges", "PUT /ordermanagement/v1/x",
		} {
			method, path, _ := strings.Cut(call, " ")
			response, body := send(t, method, base+path, nil, "")
			if response.StatusCode != http.StatusNotFound || !strings.Contains(body, `"error_code":"NOT_FOUND"`) || response.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s, %s: %d %.90s", environment, call, response.StatusCode, body)
			}
		}
		for _, call := range []string{"GET /", "GET /nothing", "GET /favicon.ico", "GET /eu/", "GET /na/hpp/payments/a", "POST /nothing", "GET /version1/x", "GET /admin.php", "GET /.env", "GET /metrics", "GET /readyz"} {
			method, path, _ := strings.Cut(call, " ")
			response, body := send(t, method, base+path, http.Header{"Accept-Language": {"sv"}}, "")
			h := response.Header
			if response.StatusCode != http.StatusNotFound || !strings.Contains(body, "<html lang=\"sv") || !strings.Contains(body, "<title>") ||
				h.Get("X-Frame-Options") != "DENY" || h.Get("Cache-Control") != "no-store" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s, %s: %d %v %.200s", environment, call, response.StatusCode, h, body)
			}
		}
	}
	c := local(t)
	c.Environment, c.PublicURL = Production, "https://127.0.0.1"
	server, _ := running(t, c)
	for _, path := range []string{"/payments/v1/sessions", "/checkout/v3/orders", "/ordermanagement/v1/orders/a", "/customer-token/v1/tokens/a", "/credit/v1/sessions", "/playground/inbox"} {
		response, body := send(t, http.MethodPost, "http://"+server.listener.Addr().String()+path, nil, "{}")
		if response.StatusCode != http.StatusNotFound || !strings.Contains(body, `"error_code":"NOT_FOUND"`) {
			t.Errorf("%s in production: %d %.90s", path, response.StatusCode, body)
		}
	}
}

// An auditor reads of the header that the server adds.
func TestEvidenceListsTransportSecurity(t *testing.T) {
	for public, want := range map[string]bool{"https://pay.example.com": true, "http://127.0.0.1:8080": false} {
		found := false
		for _, h := range PageEvidence(public).Headers {
			found = found || h.Name == "Strict-Transport-Security"
		}
		if found != want {
			t.Errorf("%s: listed %t", public, found)
		}
	}
}
