package egress

import (
	"net"
	"net/netip"
	"slices"
	"sync"
)

// own are this server's own listeners: a merchant's address that leads back
// to them would have the server do on its own behalf what it refuses others.
type own struct {
	ports     []uint16
	addresses []netip.Addr // of this machine
}

func newOwn(ports []uint16) own {
	if len(ports) == 0 {
		return own{}
	}
	return own{ports, machine()}
}

// machine is this machine's addresses, as they are when first asked for; none
// where they cannot be read, and loopback needs no list.
var machine = sync.OnceValue(func() (all []netip.Addr) {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil {
			all = append(all, prefix.Addr().Unmap())
		}
	}
	return all
})

// has reports whether an address and port are one of the listeners.
func (o own) has(ip netip.Addr, port uint16) bool {
	ip = ip.Unmap()
	return slices.Contains(o.ports, port) && (ip.IsLoopback() || ip.IsUnspecified() || slices.Contains(o.addresses, ip))
}
