package smtp

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/message/contact"
)

// security is what a connection must have before anything is said on it.
type security int

const (
	required      security = iota // STARTTLS with a certificate that verifies
	opportunistic                 // STARTTLS where it is offered, whoever answers
	plaintext                     // no encryption
	implicit                      // TLS from the first byte
)

// Sender hands messages to one mail server. It is safe for concurrent use.
type Sender struct {
	host, port     string
	security       security
	user, password string
	from           string // bare address
	domain         string // of from
	roots          *x509.CertPool
}

// What New asks for. No error repeats the address: it may hold a password.
var (
	errURL      = errors.New("OPENHPP_SMTP_URL must be an address such as smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com:465, special characters in user and password percent-encoded")
	errQuery    = errors.New("OPENHPP_SMTP_URL must have no parameter but tls=required, tls=opportunistic or tls=none, and with smtps:// none at all")
	errPort     = errors.New("OPENHPP_SMTP_URL must have a port between 1 and 65535, or none")
	errPassword = errors.New("OPENHPP_SMTP_URL must use smtps:// or tls=required, because it has a password and the host is another machine")
	errUser     = errors.New("OPENHPP_SMTP_URL must have both a user and a password, or neither")
)

// New reads OPENHPP_SMTP_URL and OPENHPP_MAIL_FROM, the bare address that
// messages come from. It does not call the server.
func New(rawURL, from string) (*Sender, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return nil, errURL
	}
	s := &Sender{host: u.Hostname(), port: u.Port()}
	if s.security, err = securityOf(u, isLoopback(s.host)); err != nil {
		return nil, err
	}
	if s.port, err = portOf(u, s.security); err != nil {
		return nil, err
	}
	if u.User != nil {
		s.user = u.User.Username()
		s.password, _ = u.User.Password()
		if s.user == "" || s.password == "" {
			return nil, errUser
		}
		if (s.security == plaintext || s.security == opportunistic) && !isLoopback(s.host) {
			return nil, errPassword
		}
	}
	if s.from, err = contact.Email(from); err != nil {
		return nil, fmt.Errorf("OPENHPP_MAIL_FROM: %s", strings.Replace(err.Error(), "name@example.com", "pay@example.com", 1))
	}
	s.domain = s.from[strings.LastIndexByte(s.from, '@')+1:]
	return s, nil
}

func securityOf(u *url.URL, loopback bool) (security, error) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) > 1 || (len(query) == 1 && len(query["tls"]) != 1) {
		return 0, errQuery
	}
	asked := query.Get("tls")
	switch {
	case u.Scheme == "smtps" && len(query) == 0:
		return implicit, nil
	case u.Scheme == "smtps":
		return 0, errQuery
	case u.Scheme != "smtp":
		return 0, errURL
	case asked == "required", asked == "" && len(query) == 0 && !loopback:
		return required, nil
	case asked == "opportunistic", asked == "" && len(query) == 0:
		return opportunistic, nil
	case asked == "none":
		return plaintext, nil
	}
	return 0, errQuery
}

func portOf(u *url.URL, s security) (string, error) {
	port := u.Port()
	switch {
	case port == "" && strings.HasSuffix(u.Host, ":"):
		return "", errPort
	case port == "" && s == implicit:
		return "465", nil
	case port == "" && s == required:
		return "587", nil
	case port == "":
		return "25", nil
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", errPort
	}
	return port, nil
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}

func (s *Sender) address() string { return net.JoinHostPort(s.host, s.port) }
