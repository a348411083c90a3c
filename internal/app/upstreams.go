package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/sealed"
	"github.com/openhpp/openhpp/internal/secret"
	"github.com/openhpp/openhpp/internal/upstream"
)

// UpstreamPrefix begins the variables that describe upstreams.
const UpstreamPrefix = upstream.SettingPrefix

// UpstreamsOf picks the variables that describe upstreams out of an environment.
func UpstreamsOf(environ []string) map[string]string {
	found := map[string]string{}
	for _, variable := range environ {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, upstream.SettingPrefix) {
			found[name] = value
		}
	}
	return found
}

// directory are the upstreams that there are for this configuration.
func (c *Config) directory() (upstream.Directory, error) {
	live := c.Environment == Production
	var given []upstream.Upstream
	var errs []error
	for _, variable := range slices.Sorted(maps.Keys(c.Upstreams)) {
		u, err := upstream.Parse(variable, c.Upstreams[variable], live)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		given = append(given, u)
	}
	directory, err := upstream.NewDirectory(given, live)
	return directory, errors.Join(append(errs, err)...)
}

// upstreamService keeps merchants' accounts under the server's secret.
func upstreamService(db *database, directory upstream.Directory, master []byte) *upstream.Service {
	return &upstream.Service{Store: db.UpstreamAccounts(), Directory: directory, Key: upstreamKey(master), Now: time.Now}
}

// upstreamKey seals the passwords of merchants' accounts.
func upstreamKey(master []byte) sealed.Key { return sealed.New(master, "upstream credentials") }

// OpenUpstreams opens the database and the server's secret for one command about
// merchants' accounts at other companies.
func OpenUpstreams(ctx context.Context, c Config, use func(*upstream.Service) error) error {
	directory, err := c.directory()
	if err != nil {
		return err
	}
	return c.openWithSecret(ctx, func(db *database, master []byte) error {
		return use(upstreamService(db, directory, master))
	})
}

// ResealUpstreams seals with the server's secret what another secret sealed, which
// is read from a file, and answers how many accounts it sealed anew.
func ResealUpstreams(ctx context.Context, c Config, oldFile string) (done int64, err error) {
	old, err := secret.Existing("", oldFile)
	if err != nil {
		return 0, err
	}
	err = OpenUpstreams(ctx, c, func(s *upstream.Service) error {
		done, err = s.Reseal(ctx, upstreamKey(old))
		return err
	})
	return done, err
}
