package harness

import (
	"context"
	"net/http/httptest"
	"net/http/httputil"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"
)

// TLS is a reverse proxy that payers reach a server by, as in production. Its
// certificate is nobody's: windows have to be told (TrustAll).
type TLS struct {
	URL    string
	behind atomic.Pointer[string]
}

// NewTLS makes the proxy before there is a server behind it.
func NewTLS(t *testing.T) *TLS {
	t.Helper()
	front := &TLS{}
	server := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", *front.behind.Load(), r.In.Host
	}})
	t.Cleanup(server.Close)
	front.URL = server.URL
	return front
}

// Before puts the proxy before a server.
func (f *TLS) Before(s *Server) {
	address := s.Addr()
	f.behind.Store(&address)
}

// TrustAll has the window take every certificate.
func (tab *Tab) TrustAll() {
	tab.t.Helper()
	tab.do("trust every certificate", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
		return err
	}))
}
