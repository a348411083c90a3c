package app

import (
	"errors"
	"net/netip"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/settings"
	"github.com/openhpp/openhpp/internal/upstream"
	"github.com/openhpp/openhpp/internal/web"
)

// Config is what an operator decides. Zero values are usable where a default is
// named. The tags of a field are everything that is said about its setting: see
// package settings.
type Config struct {
	Listen      string      `env:"OPENHPP_LISTEN" default:"127.0.0.1:8080" must:"host:port, such as 127.0.0.1:8080" help:"Address to listen on."`
	PublicURL   string      `env:"OPENHPP_PUBLIC_URL" otherwise:"the listener" help:"Base of every link a payer sees; links never come from a request's Host."`
	APIURL      string      `env:"OPENHPP_API_URL" name:"api-url" otherwise:"the public URL" help:"Base of every API link."`
	APIAliases  []string    `env:"OPENHPP_API_ALIASES" help:"Further hosts that payment_session_url may name and requests may come for, such as openhpp:8080 between containers; requests for any other host get 421."`
	Environment Environment `env:"OPENHPP_ENVIRONMENT" default:"playground" enum:"playground,production" help:"playground: test money, http callbacks allowed; production: https only, no built-in provider."`
	Region      string      `env:"OPENHPP_REGION" default:"eu" enum:"eu,na,oc" help:"eu, na or oc: the first part of payers' links."`
	DatabaseConfig
	SecretConfig
	PlaygroundMerchant string         `kong:"-" secret:"" infile:"" env:"OPENHPP_PLAYGROUND_MERCHANT" help:"user:password of a merchant that a playground makes as it starts, for CI."`
	Insecure           []string       `env:"OPENHPP_INSECURE" see:"docs/operations/install.md#what-production-refuses" help:"What production allows although it is not safe, each said in the log: database-tls, plain-http, weak-secret, smtp-tls."`
	EgressPorts        []uint16       `env:"OPENHPP_EGRESS_PORTS" help:"Ports besides 443 that callbacks may use."`
	EgressAllow        []string       `env:"OPENHPP_EGRESS_ALLOW" see:"docs/operations/outgoing.md" help:"Networks and host names that callbacks may reach besides public addresses, such as 172.16.0.0/12,shop, or loopback, which is open anyway while the public URL is loopback."`
	EgressDeny         []netip.Prefix `env:"OPENHPP_EGRESS_DENY" help:"Networks that callbacks may not reach, besides the private ones."`
	RateLimitCreate    *int           `env:"OPENHPP_RATE_LIMIT_CREATE" otherwise:"none, in production 40" least:"0" must:"0 or more calls a second" help:"Calls of a merchant in a second that create sessions, Checkout orders and charges; 0 is no limit."`
	RateLimit          CallRate       `env:"OPENHPP_RATE_LIMIT" otherwise:"none, in production 200" must:"0 or more calls a second" help:"Other calls of a merchant in a second; 0 is no limit, published turns on what is published for both (5 and 50 in playground)."`
	// SMTPURL, MailFrom and SMSURL are the ways out for messages. Without one a
	// playground keeps such messages in its inbox, and production refuses them.
	SMTPURL      string        `kong:"-" secret:"" infile:"" env:"OPENHPP_SMTP_URL" see:"docs/operations/messages.md" help:"Mail server: smtp://user:password@host:587 or smtps://…:465; a playground without keeps e-mails in its inbox."`
	MailFrom     string        `env:"OPENHPP_MAIL_FROM" must:"given with OPENHPP_SMTP_URL: the address that e-mails come from" help:"Address that e-mails come from."`
	SMSURL       string        `kong:"-" secret:"" infile:"" env:"OPENHPP_SMS_URL" see:"docs/operations/messages.md" help:"SMS gateway: twilio://…, vonage://… or file:/path/gateway.json; a playground without keeps text messages in its inbox."`
	Messages     MessageConfig `embed:""`
	KeepSessions *int          `env:"OPENHPP_KEEP_SESSIONS" otherwise:"400" see:"docs/operations/retention.md" help:"Days that sessions and orders are kept after their end, at least 7; 0 keeps them for ever."`
	Gateway      GatewayConfig `embed:""`
	Drain        time.Duration `env:"OPENHPP_DRAIN" default:"0s" help:"Time between becoming unready and closing the listener."`
	DebugListen  string        `env:"OPENHPP_DEBUG_LISTEN" must:"a loopback address and a port, such as 127.0.0.1:6060" help:"Loopback address and port, such as 127.0.0.1:6060, where Go's profiles are served (/debug/pprof/); nowhere when empty."`
	LogLevel     string        `env:"OPENHPP_LOG_LEVEL" default:"auto" enum:"auto,debug,info,warn,error" help:"debug, info, warn or error; auto is info, and warn for a playground on a terminal."`

	// Upstreams are the variables that describe further upstreams, and their values
	// (OPENHPP_UPSTREAM_…): their names are the operator's own.
	Upstreams map[string]string `kong:"-"`

	Version string `kong:"-"`

	egressAllow egress.Allow       // EgressAllow, once it is judged
	upstreams   upstream.Directory // those that are built in, and Upstreams
}

// DatabaseConfig is where everything is.
type DatabaseConfig struct {
	Database string `env:"OPENHPP_DATABASE" infile:"" placeholder:"sqlite:openhpp.db" otherwise:"sqlite:openhpp.db" must:"sqlite:/path/file.db or postgres://user:password@host/database" see:"docs/operations/postgres.md" help:"Where everything is kept: sqlite:/path/file.db, or postgres://… for several servers; an address with a password by no flag."`
}

// SecretConfig is where the server's secret is, under which passwords are hashed
// and links made.
type SecretConfig struct {
	Secret     string `kong:"-" secret:"" env:"OPENHPP_SECRET" otherwise:"the secret file's content" help:"The server's secret, at least 32 random bytes (openssl rand -hex 32)."`
	SecretFile string `env:"OPENHPP_SECRET_FILE" placeholder:"FILE" otherwise:"the database file with .key" help:"File of the server's secret, which serve makes when it is missing."`
}

// MessageConfig bounds messages. nil: the default; 0: no limit.
type MessageConfig struct {
	PerSession   *int64 `name:"messages-per-session" env:"OPENHPP_MESSAGES_PER_SESSION" otherwise:"20" least:"0" must:"0 or more messages" help:"Messages and codes of a session; 0 is no limit."`
	PerRecipient *int64 `name:"messages-per-recipient" env:"OPENHPP_MESSAGES_PER_RECIPIENT" otherwise:"10" least:"0" must:"0 or more messages" help:"Messages of a merchant to one recipient in a day; 0 is no limit."`
	EmailsPerDay *int64 `env:"OPENHPP_EMAILS_PER_DAY" otherwise:"100, in production 10,000" least:"0" must:"0 or more messages" help:"E-mails of a merchant in a day; 0 is no limit."`
	SMSPerDay    *int64 `name:"sms-per-day" env:"OPENHPP_SMS_PER_DAY" otherwise:"20, in production 1,000" least:"0" must:"0 or more messages" help:"Text messages of a merchant in a day; 0 is no limit."`
}

// GatewayConfig is how requests reach the server.
type GatewayConfig struct {
	TrustedProxies []string `env:"OPENHPP_TRUSTED_PROXIES" see:"docs/operations/proxies.md" help:"Networks and addresses of your own proxies, whose X-Forwarded-For or Forwarded names the client; from anybody else both are ignored."`
	OpsListen      string   `env:"OPENHPP_OPS_LISTEN" otherwise:"127.0.0.1:8082, or a free port when that one is taken" must:"host:port, such as 127.0.0.1:8082, or off" help:"Where /metrics, /readyz and /livez are served; off for nowhere. The public listener has only /livez."`
	OpsToken       string   `kong:"-" secret:"" env:"OPENHPP_OPS_TOKEN" help:"Bearer token, at least 16 characters, that /metrics and /readyz ask for there."`
	OpsTokenFile   string   `env:"OPENHPP_OPS_TOKEN_FILE" placeholder:"FILE" help:"File of that token."`
	PublicReadyz   bool     `env:"OPENHPP_PUBLIC_READYZ" help:"Serve /readyz on the public listener too, for balancers that reach no other."`
	HSTS           string   `name:"hsts" env:"OPENHPP_HSTS" otherwise:"subdomains" must:"subdomains, host or off" help:"Whom browsers are told to insist on TLS for when the public URL is https: subdomains, host or off."`
	FailedPayments *int     `env:"OPENHPP_FAILED_PAYMENTS" otherwise:"0, in production 100" least:"0" must:"0 or more in ten minutes" see:"docs/operations/declines.md" help:"Declines and wrong codes that one client network may have in ten minutes; 0 is no limit."`

	proxies  web.TrustedProxies
	opsToken string
}

// described are all settings.
var described = settings.Of(Config{})

// Settings are all settings of a server, as the fields of Config describe them.
func Settings() settings.All { return described }

// CallRate is a number of calls a second, or the word "published".
type CallRate struct {
	Calls *int // 0: no limit; nil: the default
	// Published makes the published limits the default: 5 and 50 in playground,
	// 40 and 200 in production.
	Published bool
}

// UnmarshalText reads the setting.
func (r *CallRate) UnmarshalText(text []byte) error {
	if string(text) == "published" {
		r.Published = true
		return nil
	}
	calls, err := strconv.Atoi(string(text))
	if err != nil || calls < 0 {
		return errors.New("OPENHPP_RATE_LIMIT must be 0 or more calls a second, or published")
	}
	r.Calls = &calls
	return nil
}
