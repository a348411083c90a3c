package egress

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"time"
)

const (
	maxHeader  = 64 << 10         // bytes of an answer's headers, 1xx answers included
	idleConns  = 256              // kept open in all
	idleLife   = 30 * time.Second // of an unused connection
	dialLimit  = 5 * time.Second  // a connection, then its handshake; they outlive a shorter attempt
	slotWait   = time.Second      // how long a call may queue for its host
	hostCalls  = 4                // at once to one host
	hostQueued = 16               // waiting for one host; more are sent away
)

// Client calls foreign addresses. It follows no redirects, keeps no cookies,
// uses no proxy of the environment, and inflates nothing. It is safe for
// concurrent use.
type Client struct {
	config Config
	http   *http.Client
	hosts  *hosts
}

// New makes a client. Close its idle connections when it is no longer used.
func New(c Config) *Client {
	return newClient(c, newDialer(c))
}

func newTransport(c Config, dialer *dialer) *http.Transport {
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.RootCAs},
		TLSHandshakeTimeout:    dialLimit,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           idleConns,
		MaxIdleConnsPerHost:    max(hostCalls, c.HostCalls),
		IdleConnTimeout:        idleLife,
		MaxResponseHeaderBytes: maxHeader,
	}
}

func newClient(c Config, dialer *dialer) *Client {
	return &Client{
		config: c,
		http: &http.Client{
			Transport: newTransport(c, dialer),
			CheckRedirect: func(*http.Request, []*http.Request) error {
				return http.ErrUseLastResponse
			},
		},
		hosts: c.hosts(),
	}
}

// hosts shares calls out: a stranger gets few, a host that is known to be there
// as many as it was given, and as many again that wait.
func (c Config) hosts() *hosts {
	if c.HostCalls == 0 {
		return newHosts(hostCalls, hostQueued, slotWait)
	}
	known := newHosts(c.HostCalls, c.HostCalls, slotWait)
	known.known = true
	return known
}

// Do sends one request and answers with whatever the host said, a redirect
// included. timeout covers all of it, from dialling to the last byte of the
// body, and starts when the host's turn has come. A *Busy means that the host
// has too many calls already and nothing was sent. The body ends with
// ErrTooLarge when it is longer than the limit; the caller must close it.
func (c *Client) Do(req *http.Request, timeout time.Duration) (*http.Response, error) {
	if err := c.config.CheckURL(req.URL); err != nil {
		return nil, fmt.Errorf("egress: address %w", &BlockedError{err})
	}
	release, err := c.hosts.acquire(req.Context(), c.config.hostOf(req.URL))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), timeout)
	req = req.WithContext(ctx)
	req.URL = encoded(req.URL)
	resp, err := c.http.Do(req)
	if err != nil {
		cancel()
		release(false)
		return nil, fmt.Errorf("egress: %w", withoutURL(err))
	}
	resp.Body = &body{from: resp.Body, left: c.config.maxBody(), done: func() { cancel(); release(true) }}
	return resp, nil
}

// CloseIdleConnections ends connections that no call uses.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }
