package conn

import (
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// UnverifiedHosts lists the hosts of an address that connections may go to without
// a certificate that proves the host: all but those of this machine that are
// not reached with sslmode=verify-full. Settings of the environment, such as
// PGSSLMODE, count as they do when connecting.
func UnverifiedHosts(dsn string) ([]string, error) {
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return nil, ErrAddress // the error's text may hold the password
	}
	routes := []pgconn.FallbackConfig{{Host: config.Host, TLSConfig: config.TLSConfig}}
	for _, other := range config.Fallbacks {
		routes = append(routes, *other)
	}
	var hosts []string
	seen := map[string]bool{}
	for _, route := range routes {
		verified := route.TLSConfig != nil && !route.TLSConfig.InsecureSkipVerify
		if !verified && !isLocal(route.Host) && !seen[route.Host] {
			seen[route.Host] = true
			hosts = append(hosts, route.Host)
		}
	}
	return hosts, nil
}

// isLocal reports whether a host is this machine: a socket's folder, or loopback.
func isLocal(host string) bool {
	if strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
