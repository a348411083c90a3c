package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/secret"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

// The names by which OPENHPP_INSECURE allows what production refuses.
const (
	insecureDatabase = "database-tls"
	insecureListener = "plain-http"
	insecureSecret   = "weak-secret"
	insecureMail     = "smtp-tls"
)

var insecureNames = []string{insecureDatabase, insecureListener, insecureSecret, insecureMail}

// exposure is a setting by which others could read or change what is sent, or
// guess the server's secret.
type exposure struct {
	allowedBy string // its name in OPENHPP_INSECURE
	setting   string
	problem   string
}

// exposures are those of a configuration, in production alone.
func (c *Config) exposures() []exposure {
	if c.Environment != Production {
		return nil
	}
	var found []exposure
	if isPostgres(c.Database) {
		if hosts, err := conn.UnverifiedHosts(c.Database); err == nil && len(hosts) > 0 {
			found = append(found, exposure{insecureDatabase, "OPENHPP_DATABASE",
				"no certificate proves " + strings.Join(hosts, ", ") + ": add sslmode=verify-full to the address"})
		}
	}
	if host, _, err := net.SplitHostPort(c.Listen); err == nil && !thisMachine(host) {
		found = append(found, exposure{insecureListener, "OPENHPP_LISTEN",
			c.Listen + " takes plain HTTP from other machines: listen on 127.0.0.1 behind a proxy that ends TLS"})
	}
	if c.Secret != "" {
		found = append(found, c.weakSecret([]byte(c.Secret))...)
	}
	if u, err := url.Parse(c.SMTPURL); err == nil && u.Query().Get("tls") == "none" && !thisMachine(u.Hostname()) {
		found = append(found, exposure{insecureMail, "OPENHPP_SMTP_URL", "tls=none sends e-mails in the clear: use smtps:// or tls=required"})
	}
	return found
}

// weakSecret is the exposure by a secret that can be guessed, if it can.
func (c *Config) weakSecret(master []byte) []exposure {
	if c.Environment != Production || !secret.Weak(master) {
		return nil
	}
	setting := "OPENHPP_SECRET"
	if c.Secret == "" {
		setting = "OPENHPP_SECRET_FILE"
	}
	return []exposure{{insecureSecret, setting, "can be guessed: it needs 16 different bytes at least and no pattern; openssl rand -hex 32 makes one"}}
}

// refuse answers an error for each exposure that OPENHPP_INSECURE does not allow.
func (c *Config) refuse(found []exposure) error {
	var errs []error
	for _, e := range found {
		if !slices.Contains(c.Insecure, e.allowedBy) {
			errs = append(errs, fmt.Errorf("%s: %s; OPENHPP_INSECURE=%s allows it as it is", e.setting, e.problem, e.allowedBy))
		}
	}
	return errors.Join(errs...)
}

// checkInsecure refuses names that allow nothing.
func (c *Config) checkInsecure() error {
	for _, name := range c.Insecure {
		if !slices.Contains(insecureNames, name) {
			return fmt.Errorf("OPENHPP_INSECURE: must be any of %s, with commas between, but got %q", strings.Join(insecureNames, ", "), name)
		}
	}
	return nil
}

// thisMachine reports whether a host is reached without leaving this machine.
func thisMachine(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
