package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A server may live below a path of its host. Whether the proxy before it hands
// the path on or takes it off, every link, form and file is found.
func TestBelowAPath(t *testing.T) {
	t.Parallel()
	for name, base := range map[string]string{"handed on": "/pay/here", "taken off": "/pay"} {
		t.Run(name, func(t *testing.T) {
			var server *harness.Server
			proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(&url.URL{Scheme: "http", Host: server.Addr()})
				r.Out.Host = r.In.Host
				if name == "taken off" {
					r.Out.URL.Path = strings.TrimPrefix(r.In.URL.Path, base)
					r.Out.URL.RawPath = ""
				}
			}})
			t.Cleanup(proxy.Close)
			outside := http.NewServeMux()
			outside.Handle(base+"/", proxy.Config.Handler)
			proxy.Config.Handler = outside // what is not below the path is found nowhere
			server = harness.Start(t, "OPENHPP_PUBLIC_URL="+proxy.URL+base)
			merchant := server.Merchant("Lamps & Co")
			merchant.BaseURL = proxy.URL + base

			made := merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
			for what, address := range map[string]string{"page": made.RedirectURL, "session": made.SessionURL, "code": made.QRCodeURL} {
				if !strings.HasPrefix(address, proxy.URL+base+"/") {
					t.Errorf("the %s is at %s", what, address)
				}
			}
			browser := harness.NewBrowser(t)
			for _, scripts := range []bool{true, false} {
				made := merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder} })
				tab := browser.Tab(t, scripts)
				tab.Open(made.RedirectURL)
				tab.Pay("alice@example.com")
				tab.Outcome("completed")
				read, err := merchant.ReadSession(t.Context(), made.SessionID)
				if err != nil || read.OrderID == "" {
					t.Errorf("scripts %v: %+v, %v", scripts, read, err)
				}
				if _, err := merchant.ReadOrder(t.Context(), read.OrderID); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
