package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/web"
)

// Environment says whether money is real.
type Environment string

// The environments (decisions.md §1).
const (
	Playground Environment = "playground"
	Production Environment = "production"
)

// Config is what an operator decides. Zero values are usable where a default
// is named.
type Config struct {
	Listen      string      // host:port; port 0 takes a free one
	DebugListen string      // loopback address and port of profiles; default: none
	PublicURL   string      // base of every link a payer sees; default: the listener
	APIURL      string      // base of every API link; default: PublicURL
	APIAliases  []string    // further hosts that payment_session_url may name
	Database    string      // sqlite:/path/file.db or postgres://user:password@host/database
	Environment Environment // default: playground
	Region      string      // eu, na or oc; default: eu
	Secret      string      // at least 32 bytes; default: SecretFile's content
	SecretFile  string      // default: beside the database, made when missing
	EgressPorts []uint16    // foreign ports besides 443
	EgressDeny  []netip.Prefix
	// EgressAllow are networks and host names that may be called beside public
	// addresses, and "loopback".
	EgressAllow []string
	// RateLimitCreate and RateLimit are calls a second and merchant, of those
	// that create something and of all others; 0: no limit. Default: none in
	// playground, 40 and 200 in production.
	RateLimitCreate, RateLimit *int
	// RatePublished makes the published limits the default: 5 and 50 in
	// playground, 40 and 200 in production.
	RatePublished bool
	// SMTPURL and MailFrom are the mail server and the address that e-mails
	// come from, SMSURL the gateway of text messages. Without one a playground
	// keeps such messages in its inbox, and production refuses them.
	SMTPURL, MailFrom, SMSURL string
	// Messages bound what merchants send; see messageLimits for the defaults.
	Messages MessageConfig
	// KeepSessions is how many days sessions and orders are kept after their
	// end; 0: for ever. Default: 400.
	KeepSessions *int
	Drain        time.Duration // between becoming unready and closing the listener
	Gateway      GatewayConfig
	Version      string
	// Insecure names what production refuses otherwise: database-tls,
	// plain-http, weak-secret, smtp-tls.
	Insecure []string
	// PlaygroundMerchant is user:password of a merchant that the server makes
	// as it starts, in a playground alone.
	PlaygroundMerchant string

	egressAllow egress.Allow // EgressAllow, once it is judged
}

// check fills in defaults and answers everything wrong at once, each with the
// name an operator knows it by.
func (c *Config) check() error {
	var errs []error
	wrong := func(name, want string) { errs = append(errs, fmt.Errorf("%s: must be %s", name, want)) }
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		wrong("OPENHPP_LISTEN", "host:port, such as 127.0.0.1:8080")
	}
	if c.DebugListen != "" && !loopback(c.DebugListen) {
		wrong("OPENHPP_DEBUG_LISTEN", "a loopback address and a port, such as 127.0.0.1:6060")
	}
	if c.Environment == "" {
		c.Environment = Playground
	}
	if c.Environment != Playground && c.Environment != Production {
		wrong("OPENHPP_ENVIRONMENT", "playground or production")
	}
	if c.Region == "" {
		c.Region = "eu"
	}
	if !slices.Contains([]string{"eu", "na", "oc"}, c.Region) {
		wrong("OPENHPP_REGION", "eu, na or oc")
	}
	for name, raw := range map[string]string{"OPENHPP_PUBLIC_URL": c.PublicURL, "OPENHPP_API_URL": c.APIURL} {
		if raw != "" && !c.base(raw) {
			wrong(name, c.wantBase())
		}
	}
	if c.Environment == Production && c.PublicURL == "" {
		wrong("OPENHPP_PUBLIC_URL", "given in production: the https address payers reach")
	}
	errs = append(errs, c.checkDatabase(), c.checkSecret())
	for name, limit := range map[string]*int{"OPENHPP_RATE_LIMIT_CREATE": c.RateLimitCreate, "OPENHPP_RATE_LIMIT": c.RateLimit} {
		if limit != nil && *limit < 0 {
			wrong(name, "0 or more calls a second")
		}
	}
	for name, limit := range c.Messages.byName() {
		if limit != nil && *limit < 0 {
			wrong(name, "0 or more messages")
		}
	}
	if days := c.KeepSessions; days != nil && *days != 0 && (*days < fewestDays || *days > mostDays) {
		wrong("OPENHPP_KEEP_SESSIONS", fmt.Sprintf("0, which keeps them for ever, or a number of days from %d to %d", fewestDays, mostDays))
	}
	var err error
	if c.egressAllow, err = egress.ParseAllow(c.EgressAllow); err != nil {
		errs = append(errs, fmt.Errorf("OPENHPP_EGRESS_ALLOW: %w", err))
	}
	if c.SMTPURL != "" && c.MailFrom == "" {
		wrong("OPENHPP_MAIL_FROM", "given with OPENHPP_SMTP_URL: the address that e-mails come from")
	}
	errs = append(errs, c.Gateway.check()...)
	return errors.Join(append(errs, c.checkInsecure(), c.checkFixed(), c.refuse(c.exposures()))...)
}

// checkDatabase judges the form of the database's address.
func (c *Config) checkDatabase() error {
	if path, ok := strings.CutPrefix(c.Database, sqliteScheme); (!ok || path == "") && !isPostgres(c.Database) {
		return errors.New("OPENHPP_DATABASE: must be sqlite:/path/file.db or postgres://user:password@host/database")
	}
	return nil
}

// checkSecret asks for a secret where no file beside the database can hold it.
func (c *Config) checkSecret() error {
	if isPostgres(c.Database) && c.Secret == "" && c.SecretFile == "" {
		return errors.New("OPENHPP_SECRET: must be given with PostgreSQL, or else OPENHPP_SECRET_FILE: every replica needs the same")
	}
	return nil
}

// rates are the limits with their defaults.
func (c *Config) rates() web.Rates {
	var rates web.Rates
	switch {
	case c.Environment == Production:
		rates = web.Rates{Create: 40, Other: 200}
	case c.RatePublished:
		rates = web.Rates{Create: 5, Other: 50}
	}
	if c.RateLimitCreate != nil {
		rates.Create = *c.RateLimitCreate
	}
	if c.RateLimit != nil {
		rates.Other = *c.RateLimit
	}
	return rates
}

// base reports whether raw can be the base of links.
func (c *Config) base(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" &&
		(u.Scheme == "https" || u.Scheme == "http" && c.Environment == Playground)
}

func (c *Config) wantBase() string {
	if c.Environment == Playground {
		return "an http or https address without query"
	}
	return "an https address without query"
}

// secretFile is where the server's secret lies when it is not given.
func (c *Config) secretFile() string {
	if c.SecretFile != "" {
		return c.SecretFile
	}
	return strings.TrimPrefix(c.Database, sqliteScheme) + ".key"
}
