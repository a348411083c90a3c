package app

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

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

// WrongSettings is an error about what the operator decided, not about what came
// of it.
type WrongSettings struct{ Reason error }

func (w WrongSettings) Error() string { return w.Reason.Error() }

// Unwrap answers the reason.
func (w WrongSettings) Unwrap() error { return w.Reason }

// check fills in defaults and answers everything wrong at once, each with the
// name an operator knows it by.
func (c *Config) check() error {
	errs := described.Check(c)
	wrong := func(name string, is bool) {
		if is {
			errs = append(errs, described.Wrong(name))
		}
	}
	c.Environment, c.Region = cmp.Or(c.Environment, Playground), cmp.Or(c.Region, "eu")
	_, _, err := net.SplitHostPort(c.Listen)
	wrong("OPENHPP_LISTEN", err != nil)
	wrong("OPENHPP_DEBUG_LISTEN", c.DebugListen != "" && !loopback(c.DebugListen))
	wrong("OPENHPP_RATE_LIMIT", c.RateLimit.Calls != nil && *c.RateLimit.Calls < 0)
	wrong("OPENHPP_MAIL_FROM", c.SMTPURL != "" && c.MailFrom == "")
	for name, raw := range map[string]string{"OPENHPP_PUBLIC_URL": c.PublicURL, "OPENHPP_API_URL": c.APIURL} {
		if raw != "" && !c.base(raw) {
			errs = append(errs, fmt.Errorf("%s: must be %s", name, c.wantBase()))
		}
	}
	if c.Environment == Production && c.PublicURL == "" {
		errs = append(errs, errors.New("OPENHPP_PUBLIC_URL: must be given in production: the https address payers reach"))
	}
	if days := c.KeepSessions; days != nil && *days != 0 && (*days < fewestDays || *days > mostDays) {
		errs = append(errs, fmt.Errorf("OPENHPP_KEEP_SESSIONS: must be 0, which keeps them for ever, or a number of days from %d to %d", fewestDays, mostDays))
	}
	if c.egressAllow, err = egress.ParseAllow(c.EgressAllow); err != nil {
		errs = append(errs, fmt.Errorf("OPENHPP_EGRESS_ALLOW: %w", err))
	}
	if c.upstreams, err = c.directory(); err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, c.Gateway.check()...)
	return errors.Join(append(errs, c.checkDatabase(), c.checkSecret(), c.checkInsecure(), c.checkPlaygroundMerchant(), c.refuse(c.exposures()))...)
}

// checkDatabase judges the form of the database's address.
func (c *Config) checkDatabase() error {
	if path, ok := strings.CutPrefix(c.Database, sqliteScheme); (!ok || path == "") && !isPostgres(c.Database) {
		return described.Wrong("OPENHPP_DATABASE")
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
	case c.RateLimit.Published:
		rates = web.Rates{Create: 5, Other: 50}
	}
	if c.RateLimitCreate != nil {
		rates.Create = *c.RateLimitCreate
	}
	if c.RateLimit.Calls != nil {
		rates.Other = *c.RateLimit.Calls
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

func wrongSettings(format string, values ...any) error {
	return WrongSettings{fmt.Errorf(format, values...)}
}
