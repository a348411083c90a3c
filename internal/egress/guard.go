package egress

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"syscall"

	"code.dny.dev/ssrf"
)

// metadata is a cloud's public-looking address for machine secrets that the
// library's list of special networks leaves out.
var metadata = netip.MustParsePrefix("168.63.129.16/32")

// guard judges addresses. It is asked at the moment of dialling, so a name
// that resolves differently the second time gains nothing.
type guard struct {
	public   func() *ssrf.Guardian // made when first asked: most addresses need it not
	loopback bool
	anywhere bool
	anyPort  bool // on what the operator opened
	ports    []uint16
	allow    Allow
	named    bool // the host was opened by its name
	own      own
	deny     []netip.Prefix
}

func newGuard(c Config) guard {
	return guard{
		public:   sync.OnceValue(c.newGuardian),
		loopback: c.AllowLoopback,
		anywhere: c.Anywhere,
		anyPort:  c.AllowHTTP,
		ports:    c.ports(),
		allow:    c.Allow,
		own:      newOwn(c.OwnPorts),
		deny:     c.Deny,
	}
}

// newGuardian is the judge of public addresses.
func (c Config) newGuardian() *ssrf.Guardian {
	v4, v6 := []netip.Prefix{metadata}, []netip.Prefix{}
	for _, prefix := range c.Deny {
		if prefix.Addr().Is4() {
			v4 = append(v4, prefix)
		} else {
			v6 = append(v6, prefix)
		}
	}
	return ssrf.New(
		ssrf.WithPorts(c.ports()...),
		ssrf.WithDeniedV4Prefixes(v4...),
		ssrf.WithDeniedV6Prefixes(v6...),
	)
}

// control is a net.Dialer's last word before a packet leaves.
func (g guard) control(network, address string, _ syscall.RawConn) error {
	if !slices.Contains([]string{"tcp4", "tcp6"}, network) {
		return fmt.Errorf("network %s is not allowed", network)
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	switch {
	case g.anywhere:
		return g.open(to.Addr())
	case g.own.has(to.Addr(), to.Port()):
		return errOwn
	case g.loopback && to.Addr().IsLoopback():
		return nil
	case g.opened(to.Addr()):
		if !g.anyPort && !slices.Contains(g.ports, to.Port()) {
			return errors.New("the port is not one of OPENHPP_EGRESS_PORTS")
		}
		return nil
	}
	if err := g.public().SafeAddrPort(to); err != nil {
		return fmt.Errorf("%w; OPENHPP_EGRESS_ALLOW opens networks and host names", err)
	}
	return nil
}

// address judges an address written in a URL; the port is judged apart.
func (g guard) address(ip netip.Addr) error {
	switch {
	case g.anywhere:
		return g.open(ip)
	case g.loopback && ip.Unmap().IsLoopback(), g.opened(ip):
		return nil
	}
	return g.public().SafeAddr(ip)
}

// opened reports whether the operator opened an address, by its network or by
// the name that led to it.
func (g guard) opened(ip netip.Addr) bool {
	return (g.named || g.allow.hasAddress(ip)) && !contains(g.deny, ip) && !contains(never, ip) && !ip.IsUnspecified() && !ip.IsMulticast()
}

// open is all that is asked of an address that the operator named.
func (g guard) open(ip netip.Addr) error {
	if contains(g.deny, ip) {
		return errPublic
	}
	return nil
}
