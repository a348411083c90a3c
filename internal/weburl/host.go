package weburl

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

var (
	errUserinfo = errors.New("must hold no user name or password")
	errHost     = errors.New("must write its host in ASCII (punycode), without placeholders")
	errPort     = errors.New("must use a port between 1 and 65535, or none")
)

const maxHost = 253 // characters

// checkWeb judges the authority of an https or http address.
func checkWeb(u *url.URL, raw string) error {
	switch {
	case !strings.HasPrefix(raw[len(u.Scheme):], "://"):
		return errors.New("must be an absolute URL with //")
	case u.User != nil || strings.Contains(authority(raw), "@"):
		return errUserinfo
	case u.Hostname() == "":
		return errors.New("must name a host")
	}
	if err := checkHost(u); err != nil {
		return err
	}
	return checkPort(u)
}

// authority is what stands between the two slashes and the path.
func authority(raw string) string {
	_, rest, _ := strings.Cut(raw, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

func checkHost(u *url.URL) error {
	host := u.Hostname()
	if strings.HasPrefix(u.Host, "[") {
		ip, err := netip.ParseAddr(host)
		if err != nil || !ip.Is6() || ip.Zone() != "" {
			return errHost
		}
		return nil
	}
	name := strings.TrimSuffix(host, ".")
	if len(name) > maxHost || strings.ContainsFunc(name, notInName) {
		return errHost
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" {
			return errHost
		}
	}
	return nil
}

func checkPort(u *url.URL) error {
	text := u.Port()
	if text == "" {
		if strings.HasSuffix(u.Host, ":") {
			return errPort
		}
		return nil
	}
	if port, err := strconv.ParseUint(text, 10, 16); err != nil || port == 0 {
		return errPort
	}
	return nil
}

// notInName reports what stands in no name of a host.
func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
}

// notInHost reports what two programs may read as different hosts.
func notInHost(r rune) bool {
	return r > unicode.MaxASCII || strings.ContainsRune(`{}<>"'|^%`, r)
}
