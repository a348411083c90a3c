package web

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Hosts are the names that this server is known by, in lower case and without
// ports.
type Hosts []string

// HostsOf answers the names in hosts (with or without a port) and addresses.
func HostsOf(texts ...string) Hosts {
	var names Hosts
	for _, text := range texts {
		if u, err := url.Parse(text); err == nil && u.Host != "" {
			text = u.Host
		}
		if name := hostName(text); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// hostName is a host without its port, brackets and final dot.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// Require answers requests for any other host with 421: a web page whose name has
// been made to lead to this machine must not read from it, nor may it appear in
// anything we write. The address that the connection came to is always one of
// ours.
func (h Hosts) Require(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostName(r.Host); name == "" || !slices.Contains(h, name) && name != reachedAt(r) {
			WriteError(w, r, http.StatusMisdirectedRequest, "MISDIRECTED_REQUEST",
				"The host of this request is no name of this server; its names are the hosts of OPENHPP_PUBLIC_URL, OPENHPP_API_URL and OPENHPP_API_ALIASES")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// reachedAt is the address of our end of the connection.
func reachedAt(r *http.Request) string {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return ""
	}
	ip, ok := addressOf(local.String())
	if !ok {
		return ""
	}
	return ip.String()
}
