package conn

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// errNoCancel is what a request to cancel a statement is refused with.
var errNoCancel = errors.New("postgres: statements are not cancelled")

// neverCancel keeps a connection from cancelling what it has left running when
// it is given up. A commit that waits for its standby would otherwise stop to
// wait, and be seen by others though it may yet be lost with its server. What
// runs on ends by itself: with its standby, or with statement_timeout.
func neverCancel(_ context.Context, c *pgx.ConnConfig) error {
	dial, validate := c.DialFunc, c.ValidateConnect
	var connected atomic.Bool // a dial after this one is a cancel request
	c.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		if connected.Load() {
			return nil, errNoCancel
		}
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return quickClosing{conn}, nil
	}
	c.ValidateConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		err := validate(ctx, conn)
		connected.Store(err == nil)
		return err
	}
	return nil
}

// closeWithin is how long a server may take to end a connection.
const closeWithin = 2 * time.Second

// quickClosing is a connection that is soon closed. pgx gives a server that
// says nothing any more 15 s to end a connection, and the pool keeps its place
// for as long: after a failover there would be no place for a new one.
type quickClosing struct{ net.Conn }

// SetDeadline implements net.Conn. The only deadline in the future that pgx
// sets is that of an end; those of contexts lie in the past.
func (c quickClosing) SetDeadline(t time.Time) error {
	if latest := time.Now().Add(closeWithin); t.After(latest) {
		t = latest
	}
	return c.Conn.SetDeadline(t)
}
