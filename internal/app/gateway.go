package app

import (
	"fmt"
	"net/http"

	"github.com/openhpp/openhpp/internal/web"
)

// GatewayConfig is how requests reach the server.
type GatewayConfig struct {
	// TrustedProxies are networks and addresses of the operator's own proxies,
	// whose X-Forwarded-For or Forwarded header names the client. Default: none.
	TrustedProxies []string

	proxies web.TrustedProxies
}

// check answers everything wrong at once and keeps what it had to read.
func (g *GatewayConfig) check() []error {
	var errs []error
	var err error
	if g.proxies, err = web.ParseProxies(g.TrustedProxies); err != nil {
		errs = append(errs, fmt.Errorf("OPENHPP_TRUSTED_PROXIES: must be networks or addresses: %w", err))
	}
	return errs
}

// gateway is what every request to the public listener passes, from the outside
// to the routes. User names are hashed under userKey before they are logged.
func (a *App) gateway(routes http.Handler, userKey []byte) http.Handler {
	own := web.OriginsOf(a.config.PublicURL, a.config.APIURL)
	passwords := web.WatchPasswords(a.log, a.metrics.AuthFailure, userKey)
	logged := web.Wrap(passwords.Over(own.Over(routes)), a.log, a.metrics.Request)
	return a.config.Gateway.proxies.Over(web.Farewell(logged, a.health.stopping.Load))
}
