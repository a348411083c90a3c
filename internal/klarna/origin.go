package klarna

import (
	"net/url"
	"strings"
)

// covers reports whether an origin of a policy, which may begin with a wildcard,
// covers an address.
func covers(allowed string, address *url.URL) bool {
	scheme, host, ok := strings.Cut(allowed, "://")
	if !ok || scheme != address.Scheme {
		return false
	}
	if below, wild := strings.CutPrefix(host, "*"); wild {
		return strings.HasSuffix(strings.ToLower(address.Host), strings.ToLower(below))
	}
	return strings.EqualFold(address.Host, host)
}

// sameOrigin reports whether two addresses are of one origin.
func sameOrigin(one, other string) bool {
	a, err := url.Parse(one)
	b, otherErr := url.Parse(other)
	return err == nil && otherErr == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host)
}
