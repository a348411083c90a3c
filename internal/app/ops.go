package app

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/openhpp/openhpp/internal/web"
)

// OpsDefault is where operations are served when nothing is said: beside the
// page's and the demo shop's usual ports, for this machine alone.
const OpsDefault = "127.0.0.1:8082"

// OpsOff is what turns the operations listener off.
const OpsOff = "off"

// operations serves metrics and probes apart from everything that payers and
// merchants reach. The zero value serves nothing.
type operations struct{ listener net.Listener }

// openOperations listens where the configuration says. A default that another
// program has is replaced by a free port, and the log says which: a second
// server on a machine is no fault. An address that was asked for must be free.
func openOperations(ctx context.Context, g GatewayConfig, log *slog.Logger) (operations, error) {
	if g.OpsListen == OpsOff {
		return operations{}, nil
	}
	address := g.OpsListen
	if address == "" {
		address = OpsDefault
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) && g.OpsListen == "" {
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"); err == nil {
			log.Warn("operations are served on another port; OPENHPP_OPS_LISTEN chooses one", "taken", address, "ops_listen", listener.Addr().String())
		}
	}
	if err != nil {
		return operations{}, fmt.Errorf("OPENHPP_OPS_LISTEN: %w", err)
	}
	if !loopback(listener.Addr().String()) && g.opsToken == "" {
		log.Warn("operations are open to the network: set OPENHPP_OPS_TOKEN, or OPENHPP_OPS_LISTEN to a loopback address", "ops_listen", listener.Addr().String())
	}
	return operations{listener}, nil
}

// serve answers until stop is called.
func (o operations) serve(routes http.Handler, log *slog.Logger) (stop func()) {
	if o.listener == nil {
		return func() {}
	}
	server := web.NewServer(routes, log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(o.listener) // ends with stop
	}()
	return func() {
		_ = server.Close()
		<-done
	}
}

// address is where operations are served, or nothing.
func (o operations) address() string {
	if o.listener == nil {
		return ""
	}
	return o.listener.Addr().String()
}

// close releases a listener that never served.
func (o operations) close() {
	if o.listener != nil {
		_ = o.listener.Close()
	}
}

// opsRoutes are the operations listener's. The token, if any, guards what tells
// something; that the process lives is no secret.
func (a *App) opsRoutes() *web.Table {
	token := a.config.Gateway.opsToken
	table := web.NewTable()
	table.AddPublic("/livez", a.health.alive)
	for path, serve := range map[string]http.Handler{"/readyz": http.HandlerFunc(a.health.ready), "/metrics": a.metrics.Handler()} {
		table.Add(web.Route{
			Method: http.MethodGet, Path: path, Access: web.AccessOperator, Rate: web.RateNone, Origin: web.OriginAny,
		}, bearer(token, serve))
	}
	return table
}

// bearer lets only requests through that hold the token; without a token all.
func bearer(token string, next http.Handler) http.Handler {
	if token == "" {
		return next
	}
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(strings.TrimSpace(given)))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="OpenHPP operations"`)
			answer(w, http.StatusUnauthorized, "the token of OPENHPP_OPS_TOKEN is required")
			return
		}
		next.ServeHTTP(w, r)
	})
}
