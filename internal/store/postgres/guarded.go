package postgres

import (
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unguarded answers the hosts of an address that connections may go to without
// a certificate that proves the host: all but those of this machine that are
// not reached with sslmode=verify-full. Settings of the environment, such as
// PGSSLMODE, count as they do when connecting.
func Unguarded(dsn string) ([]string, error) {
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return nil, errAddress // the error's text may hold the password
	}
	ways := []pgconn.FallbackConfig{{Host: config.Host, TLSConfig: config.TLSConfig}}
	for _, other := range config.Fallbacks {
		ways = append(ways, *other)
	}
	var hosts []string
	seen := map[string]bool{}
	for _, way := range ways {
		proven := way.TLSConfig != nil && !way.TLSConfig.InsecureSkipVerify
		if !proven && !here(way.Host) && !seen[way.Host] {
			seen[way.Host] = true
			hosts = append(hosts, way.Host)
		}
	}
	return hosts, nil
}

// here reports whether a host is this machine: a socket's folder, or loopback.
func here(host string) bool {
	if strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
