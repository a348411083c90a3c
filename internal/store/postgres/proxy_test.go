package postgres_test

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// cut is how a proxy ends a connection.
type cut int

const (
	beforeIt cut = iota // what was sent never arrives
	afterIt             // it arrives, its answer does not
)

// proxy stands between a program and a server, and cuts the connection that
// carries given words.
type proxy struct {
	net.Listener
	server string

	mu    sync.Mutex
	words []byte
	how   cut
	left  int // how often still
	cuts  int
	then  func() // runs once a connection is cut, before others are let in
	open  map[net.Conn]struct{}
	wait  sync.WaitGroup
}

func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: listener, server: server, open: map[net.Conn]struct{}{}}
	p.wait.Go(p.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		p.mu.Lock()
		for conn := range p.open {
			_ = conn.Close()
		}
		p.mu.Unlock()
		p.wait.Wait()
	})
	return p
}

// arm makes the proxy cut the next connections that carry words.
func (p *proxy) arm(how cut, times int, words string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.how, p.left, p.words = how, times, []byte(words)
}

// onCut is run after the next cut, before anything else is let through.
func (p *proxy) onCut(then func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.then = then
}

func (p *proxy) cutsMade() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cuts
}

// due reports whether a piece is where to cut.
func (p *proxy) due(piece []byte) (cut, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left == 0 || !bytes.Contains(piece, p.words) {
		return 0, false
	}
	p.left--
	p.cuts++
	return p.how, true
}

func (p *proxy) accept() {
	for {
		client, err := p.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		p.open[client], p.open[server] = struct{}{}, struct{}{}
		p.mu.Unlock()
		var mute atomic.Bool
		p.wait.Go(func() {
			p.answer(client, server, &mute)
			p.close(client, server)
		})
		p.wait.Go(func() {
			p.forward(server, client, &mute)
			p.close(client)
		})
	}
}

// answer copies what the server says, until the connection is mute.
func (p *proxy) answer(client, server net.Conn, mute *atomic.Bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		if mute.Load() {
			continue
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// forward copies what the client says, until it is where to cut.
func (p *proxy) forward(server, client net.Conn, mute *atomic.Bool) {
	buffer := make([]byte, 1<<20)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			_ = server.Close()
			return
		}
		how, here := p.due(buffer[:n])
		if here && how == beforeIt {
			_ = server.Close()
			return
		}
		mute.Store(here)
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if here {
			p.afterCut()
			if tcp, ok := server.(*net.TCPConn); ok {
				_ = tcp.CloseWrite() // the server reads what came before the end
			}
			return
		}
	}
}

// afterCut runs what was to run before anything else is let through.
func (p *proxy) afterCut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.then != nil {
		p.then()
		p.then = nil
	}
}

func (p *proxy) close(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		_ = conn.Close()
		delete(p.open, conn)
	}
}
