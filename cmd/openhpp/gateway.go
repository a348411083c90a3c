package main

import (
	"errors"
	"os"
	"strconv"

	"github.com/openhpp/openhpp/internal/app"
)

// gatewayFlags are how requests reach the server. The token is no flag: flags
// stand in the list of processes.
type gatewayFlags struct {
	TrustedProxies []string `env:"OPENHPP_TRUSTED_PROXIES" help:"Networks and addresses of your proxies, whose X-Forwarded-For or Forwarded header names the client (${env}). Default: none."`
	OpsListen      string   `env:"OPENHPP_OPS_LISTEN" help:"Address of /metrics, /readyz and /livez, or off (${env}). Default: 127.0.0.1:8082, or a free port when that one is taken."`
	OpsTokenFile   string   `env:"OPENHPP_OPS_TOKEN_FILE" help:"File of the bearer token that /metrics and /readyz ask for there (${env}); OPENHPP_OPS_TOKEN is the token itself. Default: none."`
	PublicReadyz   bool     `env:"OPENHPP_PUBLIC_READYZ" help:"Serve /readyz to everybody too, for balancers that reach no other listener (${env})."`
	HSTS           string   `env:"OPENHPP_HSTS" name:"hsts" help:"Whom browsers insist on TLS for, when the public URL is https: subdomains, host or off (${env}). Default: subdomains."`
	FailedPayments *int     `env:"OPENHPP_FAILED_PAYMENTS" help:"Declines and wrong codes that one client network may have in ten minutes; 0 is no limit (${env}). Default: 100 in production, 0 in playground."`
}

func (g gatewayFlags) gateway() app.GatewayConfig {
	return app.GatewayConfig{
		TrustedProxies: g.TrustedProxies,
		OpsListen:      g.OpsListen, OpsToken: os.Getenv("OPENHPP_OPS_TOKEN"), OpsTokenFile: g.OpsTokenFile, PublicReadyz: g.PublicReadyz, HSTS: g.HSTS,
		FailedPayments: g.FailedPayments,
	}
}

// rateLimit is a number of calls a second, or the word "published".
type rateLimit struct {
	calls     *int
	published bool
}

// UnmarshalText reads a setting.
func (l *rateLimit) UnmarshalText(text []byte) error {
	if string(text) == "published" {
		l.published = true
		return nil
	}
	calls, err := strconv.Atoi(string(text))
	if err != nil || calls < 0 {
		return errors.New("OPENHPP_RATE_LIMIT must be 0 or more calls a second, or published")
	}
	l.calls = &calls
	return nil
}
