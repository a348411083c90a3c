package web

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
)

// StrayBytes watches the connections of a listener for bytes that follow a
// request without belonging to it. Some clients send a body with GET and no word
// of its length: it would be taken for the beginning of their next request. Only
// servers of NewServer look at what is seen.
func StrayBytes(listener net.Listener) net.Listener { return strayListener{listener} }

type strayListener struct{ net.Listener }

func (l strayListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &strayConn{Conn: conn}, nil
}

// strayConn remembers the last four bytes that came.
type strayConn struct {
	net.Conn
	last atomic.Uint32
}

func (c *strayConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	last := c.last.Load() // one reader at a time
	for _, b := range p[max(0, n-4):n] {
		last = last<<8 | uint32(b)
	}
	c.last.Store(last)
	return n, err
}

// CloseWrite ends the answers of a connection and lets the client read them: a
// server that refuses what is still coming would otherwise cut its own words off.
func (c *strayConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// more reports whether anything came behind the blank line that ends a request.
func (c *strayConn) more() bool {
	const crlfTwice, lfTwice = 0x0d0a0d0a, 0x0a0a
	last := c.last.Load()
	return last != crlfTwice && last&0xffff != lfTwice
}

type strayKey struct{}

// rememberConn lets requests find their connection; it fits http.Server.
func rememberConn(ctx context.Context, conn net.Conn) context.Context {
	if c, ok := conn.(*strayConn); ok {
		return context.WithValue(ctx, strayKey{}, c)
	}
	return ctx
}

// closeBehindStray ends the connection with the answer to a reading request that
// has a body, announced or not.
func closeBehindStray(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, watched := r.Context().Value(strayKey{}).(*strayConn)
		unannounced := watched && r.ContentLength == 0 && conn.more()
		if safe(r.Method) && (r.ContentLength != 0 || unannounced) {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
