package main

import "github.com/openhpp/openhpp/internal/app"

// gatewayFlags are how requests reach the server.
type gatewayFlags struct {
	TrustedProxies []string `env:"OPENHPP_TRUSTED_PROXIES" help:"Networks and addresses of your proxies, whose X-Forwarded-For or Forwarded header names the client (${env}). Default: none."`
}

func (g gatewayFlags) gateway() app.GatewayConfig {
	return app.GatewayConfig{TrustedProxies: g.TrustedProxies}
}
