package app

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"time"
)

// debugger serves profiles of the running program to users of its own
// machine, apart from everything that payers and merchants reach. The zero
// value serves nothing.
type debugger struct{ listener net.Listener }

// loopback reports whether address is a port of this machine alone. Names are
// not looked up: they may lead elsewhere tomorrow.
func loopback(address string) bool {
	port, err := netip.ParseAddrPort(address)
	return err == nil && port.Addr().IsLoopback()
}

// openDebugger listens, unless address is empty. Config.check has judged it.
func openDebugger(ctx context.Context, address string) (debugger, error) {
	if address == "" {
		return debugger{}, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return debugger{}, fmt.Errorf("OPENHPP_DEBUG_LISTEN: %w", err)
	}
	return debugger{listener}, nil
}

// serve answers until stop is called.
func (d debugger) serve() (stop func()) {
	if d.listener == nil {
		return func() {}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	// No WriteTimeout: a profile takes as long as it is asked to.
	server := &http.Server{Handler: addressed(mux), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 30 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(d.listener) // ends with stop
	}()
	return func() {
		_ = server.Close()
		<-done
	}
}

// addressed refuses requests under another name: a web page whose name has
// been made to lead to this machine must not read from it.
func addressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			answer(w, http.StatusForbidden, "only by the address it listens on")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// close releases a listener that never served.
func (d debugger) close() {
	if d.listener != nil {
		_ = d.listener.Close()
	}
}
