package egress

import (
	"context"
	"net"
	"syscall"
)

// dialer connects to what the guard lets pass, which is asked again for each
// address that a name leads to.
type dialer struct {
	net.Dialer
	guard guard
}

func newDialer(c Config) *dialer {
	return &dialer{net.Dialer{Timeout: dialLimit}, newGuard(c)}
}

// DialContext is net.Dialer's. It knows the name that was asked for: the
// operator may have opened it.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	guard, one := d.guard, d.Dialer
	guard.named = guard.allow.hasName(host)
	one.Control = func(network, address string, conn syscall.RawConn) error {
		if err := guard.control(network, address, conn); err != nil {
			return &BlockedError{err}
		}
		return nil
	}
	return one.DialContext(ctx, network, address)
}
