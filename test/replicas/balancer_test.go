package replicas

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

// A balancer asks a replica so often whether it is ready, and leaves it alone
// after so many other answers in a row: on a busy machine one may be late.
const (
	probeEvery = 100 * time.Millisecond
	falls      = 3
)

// errNobody means that no replica is ready.
var errNobody = errors.New("no replica is ready")

// balancer is a dumb one: it sends what comes to the replicas in turn, but for
// those that say that they are not ready, and tries nothing again.
type balancer struct {
	listener net.Listener
	turn     atomic.Int64
	targets  []*target
	open     sync.Map // connections
	troubles sync.Map // errors of its own, such as a replica that takes no connection
}

// target is a replica as the balancer sees it.
type target struct {
	address string
	ready   atomic.Bool
	conns   connections
}

// listen makes a balancer whose address is known before its replicas are.
func listen(t *testing.T) *balancer {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &balancer{listener: listener}
	t.Cleanup(func() {
		_ = listener.Close()
		b.open.Range(func(conn, _ any) bool { _ = conn.(net.Conn).Close(); return true })
	})
	return b
}

func (b *balancer) url() string { return "http://" + b.listener.Addr().String() }

// watch asks the replicas whether they are ready until the test ends.
func (b *balancer) watch(t *testing.T, servers ...*harness.Server) {
	t.Helper()
	for _, server := range servers {
		to := &target{address: server.Addr()}
		to.conns.dial = func(ctx context.Context) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", to.address)
		}
		b.targets = append(b.targets, to)
		go to.probe(t.Context(), server)
	}
	b.allReady(t)
}

// probe keeps asking a replica whether it is ready.
func (to *target) probe(ctx context.Context, server *harness.Server) {
	tick := time.NewTicker(probeEvery)
	defer tick.Stop()
	for bad := 0; ctx.Err() == nil; {
		if bad++; server.Answers("/readyz") == http.StatusOK {
			bad = 0
		}
		if bad == 0 || bad == falls {
			to.ready.Store(bad == 0)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// allReady waits until the balancer sees all replicas ready.
func (b *balancer) allReady(t *testing.T) {
	t.Helper()
	harness.Eventually(t, time.Minute, "the balancer sees all replicas ready", func() bool {
		for _, to := range b.targets {
			if !to.ready.Load() {
				return false
			}
		}
		return true
	})
}

// next is whose turn it is.
func (b *balancer) next() (*target, error) {
	for range b.targets {
		if to := b.targets[int(b.turn.Add(1))%len(b.targets)]; to.ready.Load() {
			return to, nil
		}
	}
	return nil, errNobody
}

// byConnection sends each connection to a replica, whatever is said on it.
func (b *balancer) byConnection(*testing.T) {
	for {
		client, err := b.listener.Accept()
		if err != nil {
			return
		}
		to, err := b.next()
		if err == nil {
			err = b.connect(to, client)
		}
		if err != nil {
			b.troubles.Store(time.Now(), err)
			_ = client.Close()
		}
	}
}

// connect passes on what a client and a replica say, until one of them ends.
func (b *balancer) connect(to *target, client net.Conn) error {
	server, err := to.conns.dial(context.Background())
	if err != nil {
		return err
	}
	pass := func(to, from net.Conn) {
		_, _ = io.Copy(to, from)
		_ = to.Close()
		_ = from.Close()
		b.open.Delete(from)
	}
	b.open.Store(client, nil)
	b.open.Store(server, nil)
	go pass(client, server)
	go pass(server, client)
	return nil
}

// byRequest sends each request to a replica, over connections that it keeps.
func (b *balancer) byRequest(t *testing.T) {
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to, err := b.next()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		response, err := to.conns.RoundTrip(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = response.Body.Close() }()
		maps.Copy(w.Header(), response.Header)
		w.Header().Del("Connection") // its own matter on either side
		w.WriteHeader(response.StatusCode)
		if _, err := io.Copy(flushing{w, http.NewResponseController(w)}, response.Body); err != nil {
			panic(http.ErrAbortHandler) // nobody takes half an answer for a whole one
		}
	})}
	t.Cleanup(func() {
		_ = server.Close()
		for _, to := range b.targets {
			to.conns.close()
		}
	})
	_ = server.Serve(b.listener) // until it is closed
}

// flushing passes on each piece as it comes.
type flushing struct {
	io.Writer
	control *http.ResponseController
}

func (f flushing) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	return n, errors.Join(err, f.control.Flush())
}
