package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, so that time can be faked.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// listen serves a decoder of bodies and answers a way to connect to it.
func listen(t *testing.T) (dial func() net.Conn) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	server := NewServer(LogRequests(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := Decode(w, r, nil); err != nil {
			Refuse(w, r, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}), log, nil), log)
	served := make(chan error, 1)
	go func() { served <- server.Serve(p) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return func() net.Conn {
		client, inside := net.Pipe()
		p.conns <- inside
		return client
	}
}

// send writes raw bytes in the background: a server may answer before the end.
func send(conn net.Conn, text string) {
	go func() { _, _ = io.WriteString(conn, text) }()
}

func headers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "X-H%d: v\r\n", i)
	}
	return b.String()
}

func TestServerLimits(t *testing.T) {
	const head = "POST / HTTP/1.1\r\nHost: pay.example\r\n"
	body := func(text string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text) }
	large := `{"a":"` + strings.Repeat("x", 2<<20) + `"}`
	for name, c := range map[string]struct {
		text   string
		status int
		closes bool
	}{
		"an ordinary request":    {head + body("{}"), 204, false},
		"15 KiB of headers":      {head + "X-A: " + strings.Repeat("a", 15<<10) + "\r\n" + body("{}"), 204, false},
		"one header too large":   {head + "X-A: " + strings.Repeat("a", 21<<10) + "\r\n" + body("{}"), 431, true},
		"10,000 headers":         {head + headers(10_000) + body("{}"), 431, true},
		"an address of 64 KiB":   {"GET /" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, true},
		"no host":                {"POST / HTTP/1.1\r\n" + body("{}"), 400, true},
		"two lengths":            {head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, true},
		"a negative length":      {head + "Content-Length: -2\r\n\r\n{}", 400, true},
		"length and chunks":      {head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 204, false},
		"unknown coding":         {head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, true},
		"blank before the colon": {head + "X-A : b\r\n" + body("{}"), 400, true},
		"folded header":          {head + "X-A: b\r\n\tc\r\n" + body("{}"), 204, false},
		"NUL in a header":        {head + "X-A: b\x00\r\n" + body("{}"), 400, true},
		"a body too large":       {head + body(large), 413, true},
		"chunks without end":     {head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("10000\r\n"+strings.Repeat("x", 1<<16)+"\r\n", 32), 413, true},
		"chunk extension flood":  {head + "Transfer-Encoding: chunked\r\n\r\n2;" + strings.Repeat("a=b;", 8<<10) + "\r\n{}\r\n0\r\n\r\n", 400, true},
		"HTTP/0.9":               {"GET /\r\n", 400, true},
		"no HTTP at all":         {"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, true},
	} {
		t.Run(name, func(t *testing.T) {
			conn := listen(t)()
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
				t.Fatal(err)
			}
			send(conn, c.text)
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != c.status || response.Close != c.closes {
				t.Errorf("status %d, close %t; want %d, %t", response.StatusCode, response.Close, c.status, c.closes)
			}
		})
	}
}

// Somebody who only holds connections open must not hold them for long.
func TestServerCutsSlowClients(t *testing.T) {
	for name, drip := range map[string]func(conn net.Conn){
		"silent":      func(net.Conn) {},
		"slow header": func(conn net.Conn) { dribble(conn, "POST / HTTP/1.1\r\nHost: x\r\nX-A: ") },
		"slow body":   func(conn net.Conn) { dribble(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := listen(t)()
				start := time.Now()
				var dripping sync.WaitGroup
				dripping.Go(func() { drip(conn) })
				_, _ = io.Copy(io.Discard, conn) // until the server hangs up
				if took := time.Since(start); took > 16*time.Second {
					t.Errorf("cut after %v", took)
				}
				_ = conn.Close()
				dripping.Wait()
			})
		})
	}
}

// dribble sends a byte each second until the other side has enough.
func dribble(conn net.Conn, beginning string) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for text := beginning; ; text = "a" {
		if _, err := io.WriteString(conn, text); err != nil {
			return
		}
		<-tick.C
	}
}
