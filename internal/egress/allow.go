package egress

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
)

// Allow is what an operator opens beside public addresses: networks, and hosts
// by name.
type Allow struct {
	networks []netip.Prefix
	names    []string // lower case; "*.shop.internal" has all names below it
}

// Loopback is the word for this machine's own addresses.
const Loopback = "loopback"

// loopbacks are what Loopback opens.
var loopbacks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// never are addresses of machines' secrets and of a cable's other end. No
// shop is there, however wide a network was opened.
var never = []netip.Prefix{
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("fd00:ec2::254/128"), metadata,
	netip.MustParsePrefix("100.100.100.200/32"),
}

// ParseAllow reads a setting's entries: a network such as 172.16.0.0/12, an
// address, a name such as shop or *.shop.internal, or loopback.
func ParseAllow(entries []string) (Allow, error) {
	var a Allow
	for _, entry := range entries {
		text := strings.ToLower(strings.TrimSpace(entry))
		switch prefix, err := netip.ParsePrefix(text); {
		case err == nil:
			a.networks = append(a.networks, prefix.Masked())
			continue
		case text == Loopback:
			a.networks = append(a.networks, loopbacks...)
			continue
		}
		if ip, literal, err := parseIP(strings.Trim(text, "[]")); literal {
			if err != nil {
				return Allow{}, errAllow
			}
			a.networks = append(a.networks, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		if !validName(strings.TrimPrefix(text, "*.")) {
			return Allow{}, errAllow
		}
		a.names = append(a.names, strings.TrimSuffix(text, "."))
	}
	return a, nil
}

var errAllow = errors.New("must be networks, addresses and host names, such as 172.16.0.0/12,shop,*.shop.internal, or loopback")

// hasAddress reports whether an address is in one of the networks.
func (a Allow) hasAddress(ip netip.Addr) bool { return contains(a.networks, ip) }

// hasName reports whether a host was opened by its name, wherever it leads.
func (a Allow) hasName(host string) bool {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc(a.names, func(allowed string) bool {
		below, wild := strings.CutPrefix(allowed, "*")
		return name == allowed || wild && strings.HasSuffix(name, below)
	})
}

func contains(networks []netip.Prefix, ip netip.Addr) bool {
	ip = ip.Unmap()
	return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(ip) })
}
