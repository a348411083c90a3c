package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

// databaseFlag is where everything is.
type databaseFlag struct {
	Database string `env:"OPENHPP_DATABASE" placeholder:"sqlite:openhpp.db" help:"Where everything is kept: sqlite:/path/file.db or postgres://…; an address with a password only by ${env} or OPENHPP_DATABASE_FILE (default sqlite:openhpp.db)."`
}

// AfterApply looks for the address in a file, where the environment names one.
func (d *databaseFlag) AfterApply() error {
	if d.Database != "" && d.Database != os.Getenv("OPENHPP_DATABASE") {
		return nil // a flag goes before
	}
	var err error
	if d.Database, err = secretSetting("OPENHPP_DATABASE"); err == nil && d.Database == "" {
		d.Database = "sqlite:openhpp.db"
	}
	return err
}

// databaseFlags are what every command needs that opens the database and reads
// the server's secret, which comes from OPENHPP_SECRET where it is set.
type databaseFlags struct {
	databaseFlag
	SecretFile string `env:"OPENHPP_SECRET_FILE" placeholder:"FILE" help:"File of the server's secret, which serve makes when it is missing (${env}; default: the database file with .key). OPENHPP_SECRET gives the secret itself."`
}

func (d databaseFlags) stored() app.Config {
	return app.Config{Database: d.Database, Secret: os.Getenv("OPENHPP_SECRET"), SecretFile: d.SecretFile}
}

// logFlags shape the log.
type logFlags struct {
	LogLevel string `env:"OPENHPP_LOG_LEVEL" default:"auto" enum:"auto,debug,info,warn,error" help:"debug, info, warn or error (${env}). Default: info; for a playground on a terminal warn."`
}

// logger writes JSON lines, or text for people at a terminal, who in a playground
// do not see every request between the answers of their own.
func (f logFlags) logger(environment string) (log *slog.Logger, hushed bool, err error) {
	level, person := f.LogLevel, isTerminal(os.Stderr)
	if level == "auto" {
		level, hushed = "info", person && environment == string(app.Playground)
		if hushed {
			level = "warn"
		}
	}
	log, err = app.NewLogger(os.Stderr, level, person)
	return log, hushed, err
}

// isTerminal reports whether a person may be looking at a file.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// serverFlags are the flags of serve and, with other defaults, demo.
type serverFlags struct {
	PublicURL       string         `env:"OPENHPP_PUBLIC_URL" help:"Base of every link a payer sees (${env}). Default: the listener."`
	APIURL          string         `env:"OPENHPP_API_URL" name:"api-url" help:"Base of every API link (${env}). Default: the public URL."`
	APIAliases      []string       `env:"OPENHPP_API_ALIASES" help:"Further hosts that payment_session_url may name (${env})."`
	Environment     string         `env:"OPENHPP_ENVIRONMENT" default:"playground" enum:"playground,production" help:"playground or production (${env})."`
	Region          string         `env:"OPENHPP_REGION" default:"eu" enum:"eu,na,oc" help:"eu, na or oc: the first part of payers' links (${env})."`
	EgressPorts     []uint16       `env:"OPENHPP_EGRESS_PORTS" help:"Ports besides 443 that callbacks may use (${env})."`
	EgressAllow     []string       `env:"OPENHPP_EGRESS_ALLOW" help:"Networks and host names that callbacks may reach besides public addresses, such as 172.16.0.0/12,shop, or loopback (${env})."`
	EgressDeny      []netip.Prefix `env:"OPENHPP_EGRESS_DENY" help:"Networks that callbacks may not reach, besides the private ones (${env})."`
	RateLimitCreate *int           `env:"OPENHPP_RATE_LIMIT_CREATE" help:"Calls that create something, of a merchant in a second; 0 is no limit (${env}, default 40 in production, none in playground)."`
	RateLimit       rateLimit      `env:"OPENHPP_RATE_LIMIT" help:"Other calls of a merchant in a second; 0 is no limit, published is what is published for both: 5 and 50 in playground (${env}, default 200 in production, none in playground)."`
	messageFlags
	gatewayFlags
	Insecure     []string      `env:"OPENHPP_INSECURE" help:"What production allows although it is not safe: database-tls, plain-http, weak-secret, smtp-tls (${env}). Default: none."`
	KeepSessions *int          `env:"OPENHPP_KEEP_SESSIONS" help:"Days that sessions and orders are kept after their end; 0 is for ever (${env}, default 400)."`
	Drain        time.Duration `env:"OPENHPP_DRAIN" default:"0s" help:"Time between becoming unready and closing the listener (${env})."`
}

// messageFlags are how links are sent, and how many.
type messageFlags struct {
	MailFrom             string `env:"OPENHPP_MAIL_FROM" help:"Address that e-mails come from (${env}). The mail server is OPENHPP_SMTP_URL (smtp://user:password@host:587 or smtps://…:465), the SMS gateway OPENHPP_SMS_URL (twilio://…, vonage://… or file:/path/gateway.json)."`
	MessagesPerSession   *int64 `env:"OPENHPP_MESSAGES_PER_SESSION" help:"Messages of one session; 0 is no limit (${env}, default 20)."`
	MessagesPerRecipient *int64 `env:"OPENHPP_MESSAGES_PER_RECIPIENT" help:"Messages of a merchant to one recipient in a day; 0 is no limit (${env}, default 10)."`
	EmailsPerDay         *int64 `env:"OPENHPP_EMAILS_PER_DAY" help:"E-mails of a merchant in a day; 0 is no limit (${env}, default 100 in playground, 10000 in production)."`
	SMSPerDay            *int64 `env:"OPENHPP_SMS_PER_DAY" name:"sms-per-day" help:"Text messages of a merchant in a day; 0 is no limit (${env}, default 20 in playground, 1000 in production)."`
}

func (m messageFlags) limits() app.MessageConfig {
	return app.MessageConfig{
		PerSession: m.MessagesPerSession, PerRecipient: m.MessagesPerRecipient, EmailsPerDay: m.EmailsPerDay, SMSPerDay: m.SMSPerDay,
	}
}

// config is the server's configuration, with the secrets that are no flags.
func (s serverFlags) config(listen string, d databaseFlags) (app.Config, error) {
	smtp, smtpErr := secretSetting("OPENHPP_SMTP_URL")
	sms, smsErr := secretSetting("OPENHPP_SMS_URL")
	fixed, fixedErr := secretSetting("OPENHPP_PLAYGROUND_MERCHANT")
	stored := d.stored()
	return app.Config{
		Listen: listen, PublicURL: s.PublicURL, APIURL: s.APIURL, APIAliases: s.APIAliases,
		Database: stored.Database, Environment: app.Environment(s.Environment), Region: s.Region,
		Secret: stored.Secret, SecretFile: stored.SecretFile, Insecure: s.Insecure, PlaygroundMerchant: fixed,
		EgressPorts: s.EgressPorts, EgressAllow: s.EgressAllow, EgressDeny: s.EgressDeny, RateLimitCreate: s.RateLimitCreate, RateLimit: s.RateLimit.calls, RatePublished: s.RateLimit.published,
		SMTPURL: smtp, MailFrom: s.MailFrom, SMSURL: sms, Messages: s.limits(),
		KeepSessions: s.KeepSessions, Drain: s.Drain, Gateway: s.gateway(), Version: version(),
	}, errors.Join(smtpErr, smsErr, fixedErr)
}

type serveCommand struct {
	Listen      string `env:"OPENHPP_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on (${env})."`
	DebugListen string `env:"OPENHPP_DEBUG_LISTEN" help:"Loopback address and port of Go's profiles, such as 127.0.0.1:6060 (${env}). Default: none."`
	serverFlags
	databaseFlags
	logFlags
}

func (c serveCommand) Run(ctx context.Context, unknown unknownSettings) error {
	log, hushed, err := c.logger(c.Environment)
	if err != nil {
		return err
	}
	unknown.warn(log)
	config, err := c.config(c.Listen, c.databaseFlags)
	if err != nil {
		return err
	}
	config.DebugListen = c.DebugListen
	server, err := app.Open(ctx, config, log)
	if err != nil {
		return err
	}
	if hushed {
		_, _ = fmt.Fprintf(os.Stderr, "openhpp serves %s; OPENHPP_LOG_LEVEL=info shows every request\n", server.URL())
	}
	return server.Run(ctx)
}

type demoCommand struct {
	Listen     string `env:"OPENHPP_LISTEN" default:"127.0.0.1:8080" help:"Address of the payment page (${env})."`
	ShopListen string `env:"OPENHPP_SHOP_LISTEN" default:"127.0.0.1:8081" help:"Address of the demo shop (${env}); a free port when that one is taken."`
	Database   string `env:"OPENHPP_DATABASE" help:"Keep everything there (${env}). Default: a temporary folder, removed at the end."`
	PublicURL  string `env:"OPENHPP_PUBLIC_URL" help:"Base of every link a payer sees (${env}). Default: the listener."`
	LogLevel   string `env:"OPENHPP_LOG_LEVEL" default:"warn" enum:"debug,info,warn,error" help:"debug, info, warn or error (${env})."`
}

func (c demoCommand) Run(ctx context.Context) error {
	log, err := app.NewLogger(os.Stderr, c.LogLevel, true)
	if err != nil {
		return err
	}
	database := c.Database
	if database == "" {
		if database, err = secretSetting("OPENHPP_DATABASE"); err != nil {
			return err
		}
	}
	return cli.Demo(ctx, app.DemoConfig{
		Listen: c.Listen, ShopListen: c.ShopListen, Database: database, PublicURL: c.PublicURL, Version: version(), Log: log,
	}, os.Stdout)
}
