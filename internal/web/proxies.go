package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// TrustedProxies are the networks of the operator's own proxies. Only what they
// say about a client is believed: everybody else can write any header.
type TrustedProxies []netip.Prefix

// ParseProxies reads networks (10.0.0.0/8) and single addresses (127.0.0.1). A
// network of the whole Internet is refused: then anybody could be anybody.
func ParseProxies(texts []string) (TrustedProxies, error) {
	var proxies TrustedProxies
	for _, text := range texts {
		text = strings.TrimSpace(text)
		network, err := netip.ParsePrefix(text)
		if ip, bad := netip.ParseAddr(text); bad == nil {
			network, err = netip.PrefixFrom(ip.WithZone(""), ip.BitLen()), nil
		}
		if err != nil || network.Bits() == 0 {
			return nil, fmt.Errorf("%q is no network such as 10.0.0.0/8 and no address", text)
		}
		proxies = append(proxies, network.Masked())
	}
	return proxies, nil
}

// ResolveClient gives requests that come from a trusted proxy the address of the client
// that the proxy names, and leaves all others as they are.
func (p TrustedProxies) ResolveClient(next http.Handler) http.Handler {
	if len(p) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if client, ok := p.client(r); ok {
			behind := *r
			behind.RemoteAddr = netip.AddrPortFrom(client, 0).String()
			r = &behind
		}
		next.ServeHTTP(w, r)
	})
}

// client answers the address of the client that a trusted proxy speaks for. Two
// headers that contradict each other are both ignored: a client may have sent
// the one that its proxy does not write.
func (p TrustedProxies) client(r *http.Request) (netip.Addr, bool) {
	peer, ok := addressOf(r.RemoteAddr)
	if !ok || !p.trust(peer) {
		return netip.Addr{}, false
	}
	plain, standard := hops(r.Header["X-Forwarded-For"]), forwardedHops(r.Header["Forwarded"])
	switch {
	case len(plain) == 0:
		return p.nearestUntrusted(peer, standard), true
	case len(standard) == 0:
		return p.nearestUntrusted(peer, plain), true
	}
	client := p.nearestUntrusted(peer, plain)
	if other := p.nearestUntrusted(peer, standard); other != client {
		return peer, true
	}
	return client, true
}

// nearestUntrusted goes from the server towards the client: each trusted hop
// names the one before it. The first that cannot be read ends the search.
func (p TrustedProxies) nearestUntrusted(peer netip.Addr, hops []string) netip.Addr {
	at := peer
	for _, hop := range slices.Backward(hops) {
		before, ok := addressOf(hop)
		if !ok {
			break
		}
		if at = before; !p.trust(at) {
			break
		}
	}
	return at
}

func (p TrustedProxies) trust(ip netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(ip) })
}

// hops are the entries of a list header, from the client to the server.
func hops(values []string) []string {
	var all []string
	for _, value := range values {
		for hop := range strings.SplitSeq(value, ",") {
			all = append(all, strings.TrimSpace(hop))
		}
	}
	return all
}

// forwardedHops are the "for" addresses of a Forwarded header. Commas are not
// looked for within quotes: a client that leaves a quote open must not swallow
// what the proxy adds behind it.
func forwardedHops(values []string) []string {
	all := hops(values)
	for i, hop := range all {
		all[i] = ""
		for pair := range strings.SplitSeq(hop, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			if strings.EqualFold(name, "for") {
				all[i] = strings.Trim(value, `"`)
			}
		}
	}
	return all
}
