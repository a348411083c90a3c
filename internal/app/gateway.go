package app

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/openhpp/openhpp/internal/web"
)

// shortestToken is what a bearer token must have, in bytes.
const shortestToken = 16

// check answers everything wrong at once and keeps what it had to read.
func (g *GatewayConfig) check() []error {
	var errs []error
	var err error
	if g.proxies, err = web.ParseProxies(g.TrustedProxies); err != nil {
		errs = append(errs, fmt.Errorf("OPENHPP_TRUSTED_PROXIES: must be networks or addresses: %w", err))
	}
	if g.OpsListen != "" && g.OpsListen != OpsOff {
		if _, _, err := net.SplitHostPort(g.OpsListen); err != nil {
			errs = append(errs, described.Wrong("OPENHPP_OPS_LISTEN"))
		}
	}
	if g.opsToken, err = g.readToken(); err != nil {
		errs = append(errs, err)
	}
	if _, ok := transportSecurity[g.HSTS]; !ok {
		errs = append(errs, described.Wrong("OPENHPP_HSTS"))
	}
	return errs
}

// failedPayments is the bound of failed payments with its default.
func (c *Config) failedPayments() int {
	switch {
	case c.Gateway.FailedPayments != nil:
		return *c.Gateway.FailedPayments
	case c.Environment == Production:
		return 100
	}
	return 0
}

// transportSecurity are the header's words for each setting: two years.
var transportSecurity = map[string]string{
	"": "max-age=63072000; includeSubDomains", "subdomains": "max-age=63072000; includeSubDomains", "host": "max-age=63072000", "off": "",
}

// transportSecurity is the Strict-Transport-Security of every answer.
func (c *Config) transportSecurity() string {
	if !strings.HasPrefix(c.PublicURL, "https:") {
		return ""
	}
	return transportSecurity[c.Gateway.HSTS]
}

func (g *GatewayConfig) readToken() (string, error) {
	name, token := "OPENHPP_OPS_TOKEN", g.OpsToken
	if g.OpsTokenFile != "" {
		name = "OPENHPP_OPS_TOKEN_FILE"
		if token != "" {
			return "", errors.New(name + ": must be left out where OPENHPP_OPS_TOKEN is given")
		}
		text, err := os.ReadFile(g.OpsTokenFile)
		if err != nil {
			return "", fmt.Errorf("%s: must be a file that can be read: %w", name, err)
		}
		token = strings.TrimSpace(string(text))
	}
	if (token != "" || g.OpsTokenFile != "") && len(token) < shortestToken {
		return "", fmt.Errorf("%s: must be a token of at least %d characters", name, shortestToken)
	}
	return token, nil
}

// gateway is what every request to the public listener passes, from the outside
// to the routes. User names are hashed under userKey before they are logged.
func (a *App) gateway(routes http.Handler, userKey []byte) http.Handler {
	own := web.OriginsOf(a.config.PublicURL, a.config.APIURL)
	passwords := web.WatchPasswords(a.log, a.metrics.AuthFailure, userKey)
	known := web.HostsOf(append(a.config.hosts(a.listener.Addr()), a.config.PublicURL, a.config.APIURL)...)
	inner := known.Require(passwords.Watch(own.Allow(routes)))
	logged := web.LogRequests(web.TransportSecurity(a.config.transportSecurity(), inner), a.log, a.metrics.Request)
	return a.config.Gateway.proxies.ResolveClient(web.CloseConnectionsWhen(logged, a.health.stopping.Load))
}
