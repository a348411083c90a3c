package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/app"
)

// Probe is how the server of this machine is asked how it is.
type Probe struct {
	Listen    string // the server's OPENHPP_LISTEN
	OpsListen string // the server's OPENHPP_OPS_LISTEN; empty: its default
	Token     string // the server's OPENHPP_OPS_TOKEN
	Live      bool   // ask whether it lives, not whether it takes work
	Within    time.Duration
}

// Health answers what the server says of itself; an error when it is not well.
// Where operations are served nowhere that is known, only whether it lives is
// asked, at the public listener.
func Health(ctx context.Context, p Probe) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, p.Within)
	defer cancel()
	path := "/readyz"
	if p.Live {
		path = "/livez"
	}
	address := p.OpsListen
	if address == "" {
		address = app.OpsDefault
	}
	if address == app.OpsOff {
		return p.ask(ctx, p.Listen, "/livez")
	}
	said, err := p.ask(ctx, address, path)
	if p.OpsListen == "" && errors.Is(err, errNoServer) { // its usual port was taken
		return p.ask(ctx, p.Listen, "/livez")
	}
	return said, err
}

// errNoServer means that no OpenHPP server is at an address.
var errNoServer = errors.New("no OpenHPP server answers")

// ask makes one request.
func (p Probe) ask(ctx context.Context, address, path string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("%s must be host:port: %w", address, err)
	}
	if host == "" || net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	url := "http://" + net.JoinHostPort(host, port) + path
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return "", err
	}
	if p.Token != "" {
		request.Header.Set("Authorization", "Bearer "+p.Token)
	}
	transport := &http.Transport{DisableKeepAlives: true} // of this machine: no proxy
	response, err := transport.RoundTrip(request)
	if err != nil {
		return "", fmt.Errorf("%w at %s: %w", errNoServer, url, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	said := strings.TrimSpace(string(text))
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", url, err)
	case response.StatusCode == http.StatusNotFound:
		return "", fmt.Errorf("%w at %s: status 404", errNoServer, url)
	case response.StatusCode != http.StatusOK:
		return "", fmt.Errorf("%s: %s (status %d)", url, said, response.StatusCode)
	}
	return said, nil
}
