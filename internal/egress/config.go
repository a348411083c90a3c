package egress

import (
	"crypto/x509"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// DefaultMaxBody bounds what is read of an answer, in bytes.
const DefaultMaxBody = 64 << 10

// Config says which addresses may be called. The zero value is production:
// https on port 443 of public addresses only.
type Config struct {
	// AllowLoopback adds this machine's own loopback addresses, on any port.
	AllowLoopback bool
	// AllowHTTP adds plain http, and port 80; on what Allow opens, any port.
	AllowHTTP bool
	// Allow is what the operator opened beside public addresses.
	Allow Allow
	// OwnPorts are those that this server itself listens on: they are never
	// called on this machine's addresses.
	OwnPorts []uint16
	// Anywhere is for addresses that the operator named, never for one that a
	// merchant or a payer did: private networks, plain http and any port too.
	// Deny still counts.
	Anywhere bool
	// ExtraPorts are allowed beside 443.
	ExtraPorts []uint16
	// Deny closes further networks, such as the public ones this server
	// itself answers on.
	Deny []netip.Prefix
	// RootCAs replaces the system's certificate authorities.
	RootCAs *x509.CertPool
	// MaxBody in bytes; 0 means DefaultMaxBody.
	MaxBody int64
	// HostCalls is how many calls one host gets at once, from the first on: for a
	// few hosts that are known to be there. 0: few, and one until it answered.
	HostCalls int
}

func (c Config) maxBody() int64 {
	if c.MaxBody > 0 {
		return c.MaxBody
	}
	return DefaultMaxBody
}

// ports lists what may be called on a public address, in ascending order.
func (c Config) ports() []uint16 {
	ports := append([]uint16{443}, c.ExtraPorts...)
	if c.AllowHTTP {
		ports = append(ports, 80)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

func (c Config) portList() string {
	var names []string
	for _, port := range c.ports() {
		names = append(names, strconv.Itoa(int(port)))
	}
	return strings.Join(names, ", ")
}
