package egress

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What CheckURL asks for, in words a merchant can act on.
var (
	errHTTPS    = errors.New("must be an https address")
	errHTTP     = errors.New("must be an http or https address")
	errUserinfo = errors.New("must hold no user name or password")
	errHost     = errors.New("must name a public host, in ASCII (punycode)")
	errPublic   = errors.New("must be on a public address, or on one that OPENHPP_EGRESS_ALLOW opens")
	errOwn      = errors.New("must not be this server's own address")
)

// BlockedError means that this server does not call an address, by its own
// rules. It says which, and what setting would allow it.
type BlockedError struct{ error }

func (e *BlockedError) Unwrap() error { return e.error }

// CheckURL judges what an address shows before it is ever called: scheme,
// credentials, port, and an IP address in any spelling. Names are judged
// when they are dialled. The error says what would be right.
func (c Config) CheckURL(u *url.URL) error {
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && (c.AllowHTTP || c.Anywhere):
	case c.AllowHTTP || c.Anywhere:
		return errHTTP
	default:
		return errHTTPS
	}
	if u.User != nil {
		return errUserinfo
	}
	if u.Opaque != "" {
		return errHost
	}
	inside, err := c.checkHost(u)
	if err != nil {
		return err
	}
	return c.checkPort(u, inside)
}

// checkHost reports whether the host is inside what the operator opened, where
// any port will do.
func (c Config) checkHost(u *url.URL) (inside bool, err error) {
	host := u.Hostname()
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return false, errHost
	}
	ip, literal, err := parseIP(host)
	switch {
	case err != nil:
		return false, errHost
	case literal:
		guard := newGuard(c)
		if guard.own.has(ip, portOf(u)) && !c.Anywhere {
			return false, errOwn
		}
		if guard.address(ip) != nil {
			return false, errPublic
		}
		loopback := c.AllowLoopback && ip.Unmap().IsLoopback()
		return loopback || c.AllowHTTP && guard.opened(ip), nil
	case !validName(host):
		return false, errHost
	case c.Anywhere:
		return false, nil
	case isLocalhost(host) && newOwn(c.OwnPorts).has(loopbacks[0].Addr(), portOf(u)):
		return false, errOwn
	case c.Allow.hasName(host), isLocalhost(host) && c.Allow.hasAddress(loopbacks[0].Addr().Next()):
		return c.AllowHTTP, nil
	case isLocalhost(host) && !c.AllowLoopback:
		return false, errPublic
	}
	return isLocalhost(host), nil
}

// portOf is the port that a call goes to; 0 when it is none.
func portOf(u *url.URL) uint16 {
	switch port, err := strconv.ParseUint(u.Port(), 10, 16); {
	case err == nil:
		return uint16(port)
	case u.Port() == "" && u.Scheme == "https":
		return 443
	case u.Port() == "" && u.Scheme == "http":
		return 80
	}
	return 0
}

// checkPort judges the port as written: inside what the operator opened, any
// will do.
func (c Config) checkPort(u *url.URL, inside bool) error {
	text := u.Port()
	if text == "" {
		if strings.HasSuffix(u.Host, ":") {
			return fmt.Errorf("must use one of the ports %s", c.portList())
		}
		return nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	switch {
	case err != nil || port == 0:
		return errors.New("must use a port between 1 and 65535")
	case !inside && !c.Anywhere && !slices.Contains(c.ports(), uint16(port)):
		return fmt.Errorf("must use one of the ports %s; OPENHPP_EGRESS_PORTS adds others%s", c.portList(), c.orOpened())
	}
	return nil
}

// orOpened says how a host of the operator's own network gets any port.
func (c Config) orOpened() string {
	if !c.AllowHTTP {
		return ""
	}
	return ", OPENHPP_EGRESS_ALLOW opens a host of your own on all of them"
}

func isLocalhost(host string) bool {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// validName accepts what a resolver would be asked for: letters, digits,
// hyphens, underscores, in labels that are not empty.
func validName(host string) bool {
	name := strings.TrimSuffix(host, ".")
	if name == "" || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInName) {
			return false
		}
	}
	return true
}

func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
}
