package app

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/egress"
)

// egressConfig is which foreign addresses this server calls. The environment decides
// about http alone. Loopback is open while payers reach the server there
// themselves, or once the operator opens it.
func (a *App) egressConfig() egress.Config {
	c := a.config
	return egress.Config{
		AllowHTTP: c.Environment == Playground, AllowLoopback: onLoopback(c.PublicURL), Allow: c.egressAllow,
		OwnPorts: ports(a.listener, a.debug.listener, a.ops.listener), ExtraPorts: c.EgressPorts, Deny: c.EgressDeny,
	}
}

// onLoopback reports whether the host of an address is this machine alone.
func onLoopback(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.Unmap().IsLoopback() || name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// ports are those of the listeners that there are.
func ports(listeners ...net.Listener) (all []uint16) {
	for _, listener := range listeners {
		if listener == nil {
			continue
		}
		if address, ok := listener.Addr().(*net.TCPAddr); ok {
			all = append(all, address.AddrPort().Port())
		}
	}
	return all
}

// Loopback is the word of OPENHPP_EGRESS_ALLOW for this machine.
const Loopback = egress.Loopback
