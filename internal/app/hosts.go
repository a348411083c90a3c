package app

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// completeAddresses completes the addresses once the listener has its port: links never come
// from a request's Host (decisions.md §1).
func (c *Config) completeAddresses(listener net.Addr) {
	if c.PublicURL == "" {
		c.PublicURL = "http://" + reachable(listener)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if c.APIURL == "" {
		c.APIURL = c.PublicURL
	}
	c.APIURL = strings.TrimRight(c.APIURL, "/")
}

// reachable is how this machine reaches a listener, which may listen on all
// addresses.
func reachable(listener net.Addr) string {
	tcp, ok := listener.(*net.TCPAddr)
	if !ok {
		return listener.String()
	}
	if tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return listener.String()
}

// hosts are the names under which merchants may know the built-in provider:
// the API's own, the operator's aliases, and every name of the loopback.
func (c *Config) hosts(listener net.Addr) []string {
	var hosts []string
	add := func(host string) {
		if host = strings.ToLower(host); host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	for _, base := range []string{c.APIURL, c.PublicURL} {
		if u, err := url.Parse(base); err == nil {
			add(u.Host)
		}
	}
	add(reachable(listener))
	for _, alias := range c.APIAliases {
		add(alias)
	}
	if tcp, ok := listener.(*net.TCPAddr); ok && (tcp.IP.IsLoopback() || tcp.IP.IsUnspecified()) {
		for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
			add(net.JoinHostPort(name, strconv.Itoa(tcp.Port)))
		}
	}
	return hosts
}
