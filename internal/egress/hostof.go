package egress

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// hostOf is one name for all spellings of a host. A domain that can be had
// once has one, whatever stands before it: names cost nothing, and must not
// multiply what a host gets. Addresses and names of the operator's own network
// are told apart by their port, since several shops may share one.
func (c Config) hostOf(u *url.URL) string {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if _, literal, _ := parseIP(host); !literal && !isLocalhost(host) && !c.Allow.hasName(host) {
		if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
			return domain
		}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return host + ":" + port
}
