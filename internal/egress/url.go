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
	errPublic   = errors.New("must be on a public address")
)

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
	loopback, err := c.checkHost(u.Hostname())
	if err != nil {
		return err
	}
	return c.checkPort(u, loopback)
}

// checkHost reports whether the host is this machine, where that is allowed.
func (c Config) checkHost(host string) (loopback bool, err error) {
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return false, errHost
	}
	ip, literal, err := parseIP(host)
	switch {
	case err != nil:
		return false, errHost
	case literal:
		if newGuard(c).address(ip) != nil {
			return false, errPublic
		}
		return ip.Unmap().IsLoopback(), nil
	case !validName(host):
		return false, errHost
	case isLocalhost(host) && !c.AllowLoopback && !c.Anywhere:
		return false, errPublic
	}
	return isLocalhost(host), nil
}

// checkPort judges the port as written: on loopback, where it is allowed at
// all, any will do.
func (c Config) checkPort(u *url.URL, loopback bool) error {
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
	case !loopback && !c.Anywhere && !slices.Contains(c.ports(), uint16(port)):
		return fmt.Errorf("must use one of the ports %s", c.portList())
	}
	return nil
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
