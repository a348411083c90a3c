package web

import (
	"net/http"
	"net/netip"
)

// ClientNetwork is the network that a request came from: the /24 of an IPv4
// address, the /48 of an IPv6 one, or nothing where there is no address. It is
// wide enough for a log to see an attack in and too wide to follow a person, and
// whoever is capped by it cannot escape by taking another address next door.
// Behind TrustedProxies it is the network of the true client.
func ClientNetwork(r *http.Request) string { return networkOf(r.RemoteAddr) }

func networkOf(remote string) string {
	ip, ok := addressOf(remote)
	if !ok {
		return ""
	}
	bits := 48
	if ip.Is4() {
		bits = 24
	}
	network, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.String()
}

// addressOf reads an address with or without a port, as connections and
// proxies write it.
func addressOf(text string) (netip.Addr, bool) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap().WithZone(""), true
	}
	if n := len(text); n > 2 && text[0] == '[' && text[n-1] == ']' {
		text = text[1 : n-1]
	}
	ip, err := netip.ParseAddr(text)
	return ip.Unmap().WithZone(""), err == nil
}
