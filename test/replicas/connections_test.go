package replicas

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// connections send requests as plainly as can be: over kept connections, the
// one that rested longest first, and never twice. A connection that was closed
// while it rested is left alone, as everybody does; one that is closed under a
// request fails it, where net/http would quietly try again.
type connections struct {
	dial func(ctx context.Context) (net.Conn, error)

	mu      sync.Mutex
	resting []*connection
	reused  int
	closed  int // while they rested
}

// connection is one that was or will be kept.
type connection struct {
	net.Conn
	in   *bufio.Reader
	uses int
	// woken is what ended its rest: a deadline set to wake it, or its end.
	woken chan error
}

// RoundTrip implements http.RoundTripper.
func (c *connections) RoundTrip(r *http.Request) (*http.Response, error) {
	conn, err := c.take(r.Context())
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(r.Context(), func() { _ = conn.Close() })
	response, err := exchange(conn, r)
	if err != nil {
		stop()
		_ = conn.Close()
		return nil, fmt.Errorf("request %d on its connection: %w", conn.uses, err)
	}
	response.Body = &ending{ReadCloser: response.Body, end: func(whole bool) {
		if stop() && whole && !response.Close {
			c.keep(conn)
			return
		}
		_ = conn.Close()
	}}
	return response, nil
}

func exchange(conn *connection, r *http.Request) (*http.Response, error) {
	conn.uses++
	if err := r.Write(conn); err != nil {
		return nil, err
	}
	return http.ReadResponse(conn.in, r)
}

// take is a kept connection, or a new one.
func (c *connections) take(ctx context.Context) (*connection, error) {
	for {
		conn := c.oldest()
		if conn == nil {
			break
		}
		_ = conn.SetReadDeadline(time.Unix(1, 0))
		if err := <-conn.woken; !errors.Is(err, os.ErrDeadlineExceeded) {
			_ = conn.Close()
			c.count(&c.closed)
			continue
		}
		c.count(&c.reused)
		return conn, conn.SetReadDeadline(time.Time{})
	}
	conn, err := c.dial(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{Conn: conn, in: bufio.NewReader(conn), woken: make(chan error, 1)}, nil
}

func (c *connections) oldest() *connection {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.resting) == 0 {
		return nil
	}
	conn := c.resting[0]
	c.resting = c.resting[1:]
	return conn
}

func (c *connections) count(n *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*n++
}

// keep lets a connection rest until it is wanted again.
func (c *connections) keep(conn *connection) {
	go func() {
		_, err := conn.in.Peek(1)
		conn.woken <- err
	}()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resting = append(c.resting, conn)
}

// close ends those that rest.
func (c *connections) close() {
	for conn := c.oldest(); conn != nil; conn = c.oldest() {
		_ = conn.Close()
	}
}

// ending is a body that tells its end once: whether it was read to it.
type ending struct {
	io.ReadCloser
	once sync.Once
	end  func(whole bool)
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err != nil {
		e.once.Do(func() { e.end(errors.Is(err, io.EOF)) })
	}
	return n, err
}

func (e *ending) Close() error {
	e.once.Do(func() { e.end(false) }) // before the rest would be read
	return e.ReadCloser.Close()
}
