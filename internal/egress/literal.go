package egress

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
)

var errLiteral = errors.New("not an IP address")

// parseIP reads a host that some resolver would take for an IP address:
// dotted, shortened, decimal, octal or hexadecimal IPv4 as browsers and C
// libraries read them, and IPv6. literal is false for a name; an error means
// something that looks like a number and is none.
func parseIP(host string) (ip netip.Addr, literal bool, err error) {
	if strings.Contains(host, ":") {
		ip, err := netip.ParseAddr(host)
		if err != nil || ip.Zone() != "" {
			return netip.Addr{}, true, errLiteral
		}
		return ip, true, nil
	}
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	if !isNumber(parts[len(parts)-1]) {
		return netip.Addr{}, false, nil
	}
	v4, err := parseV4(parts)
	return v4, true, err
}

// isNumber decides as browsers do: a name whose last label is all digits, or
// hexadecimal, can only be an IPv4 address.
func isNumber(label string) bool {
	if label == "" {
		return false
	}
	if !strings.ContainsFunc(label, func(r rune) bool { return r < '0' || r > '9' }) {
		return true
	}
	_, err := parsePart(label)
	return err == nil
}

// parseV4 takes one to four numbers; the last fills all bytes that are left.
func parseV4(parts []string) (netip.Addr, error) {
	if len(parts) > 4 {
		return netip.Addr{}, errLiteral
	}
	var value uint64
	for i, part := range parts {
		n, err := parsePart(part)
		if err != nil {
			return netip.Addr{}, err
		}
		width := 8
		if i == len(parts)-1 {
			width = 8 * (5 - len(parts))
		}
		if n >= 1<<width {
			return netip.Addr{}, errLiteral
		}
		value = value<<width | n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), nil
}

func parsePart(part string) (uint64, error) {
	lower := strings.ToLower(part)
	base := 10
	switch {
	case lower == "0x":
		return 0, nil // browsers read it as zero
	case strings.HasPrefix(lower, "0x"):
		base, lower = 16, lower[2:]
	case len(lower) > 1 && lower[0] == '0':
		base, lower = 8, lower[1:]
	}
	n, err := strconv.ParseUint(lower, base, 64)
	if err != nil {
		return 0, errLiteral
	}
	return n, nil
}
