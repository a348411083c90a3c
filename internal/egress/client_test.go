package egress

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// call posts to address as a callback would and reads the answer.
func call(t *testing.T, client *Client, address string, timeout time.Duration) (status int, body []byte, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req, timeout)
	if err != nil {
		return 0, nil, err
	}
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, errors.Join(err, resp.Body.Close())
}

func newPlayground(t *testing.T) *Client {
	client := New(playground)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAnswersAreHandedOn(t *testing.T) {
	client := newPlayground(t)
	for _, status := range []int{200, 204, 301, 307, 400, 410, 429, 500, 503} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://169.254.169.254/latest/meta-data/")
			w.WriteHeader(status)
		})
		got, _, err := call(t, client, address, time.Second)
		if err != nil || got != status {
			t.Errorf("status %d came as %d, %v", status, got, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var second atomic.Int64
	target := serve(t, func(http.ResponseWriter, *http.Request) { second.Add(1) })
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target, http.StatusTemporaryRedirect)
	})
	status, _, err := call(t, newPlayground(t), address, time.Second)
	if err != nil || status != http.StatusTemporaryRedirect || second.Load() != 0 {
		t.Errorf("status %d, error %v, %d calls at the target", status, err, second.Load())
	}
}

func TestBodyLimit(t *testing.T) {
	for _, test := range []struct {
		size int
		want error
	}{{0, nil}, {DefaultMaxBody - 1, nil}, {DefaultMaxBody, nil}, {DefaultMaxBody + 1, ErrTooLarge}} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(make([]byte, test.size)) })
		_, body, err := call(t, newPlayground(t), address, 5*time.Second)
		if !errors.Is(err, test.want) || len(body) != min(test.size, DefaultMaxBody) {
			t.Errorf("%d bytes: read %d, error %v, want %v", test.size, len(body), err, test.want)
		}
	}
}

// An own limit is for other users, such as merchants' pictures.
func TestOwnBodyLimit(t *testing.T) {
	client := New(Config{AllowLoopback: true, AllowHTTP: true, MaxBody: 10})
	t.Cleanup(client.CloseIdleConnections)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "0123456789a") })
	if _, body, err := call(t, client, address, time.Second); !errors.Is(err, ErrTooLarge) || string(body) != "0123456789" {
		t.Errorf("read %q, %v", body, err)
	}
}

func TestTLS(t *testing.T) {
	server := func(config *tls.Config) (*httptest.Server, *x509.CertPool) {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		s.TLS = config
		s.Config.ErrorLog = discard()
		s.StartTLS()
		t.Cleanup(s.Close)
		pool := x509.NewCertPool()
		pool.AddCert(s.Certificate())
		return s, pool
	}
	good, roots := server(nil)
	old, oldRoots := server(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	for _, test := range []struct {
		name, address string
		roots         *x509.CertPool
		want          string
	}{
		{"trusted", good.URL, roots, ""},
		{"unknown authority", good.URL, x509.NewCertPool(), "certificate"},
		{"other name", strings.Replace(good.URL, "127.0.0.1", "localhost", 1), roots, "certificate"},
		{"TLS 1.1", old.URL, oldRoots, "protocol version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := New(Config{AllowLoopback: true, RootCAs: test.roots})
			t.Cleanup(client.CloseIdleConnections)
			status, _, err := call(t, client, test.address, 2*time.Second)
			if test.want == "" && (err != nil || status != 200) {
				t.Errorf("status %d, %v", status, err)
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// Cookies, the environment's proxies and compressed bodies are not for us.
func TestNothingIsCarriedOver(t *testing.T) {
	proxied := new(atomic.Int64)
	proxy := serve(t, func(http.ResponseWriter, *http.Request) { proxied.Add(1) })
	t.Setenv("HTTP_PROXY", proxy)
	t.Setenv("HTTPS_PROXY", proxy)
	var headers []http.Header
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		headers = append(headers, r.Header.Clone())
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
	})
	client := newPlayground(t)
	for range 2 {
		if _, _, err := call(t, client, address, time.Second); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range headers {
		if h.Get("Cookie") != "" || h.Get("Accept-Encoding") != "" {
			t.Errorf("headers %v", h)
		}
	}
	if len(headers) != 2 || proxied.Load() != 0 {
		t.Errorf("%d calls, %d through a proxy", len(headers), proxied.Load())
	}
}

func TestConnectionsAreKeptAlive(t *testing.T) {
	conns := new(atomic.Int64)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "ok") }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client := newPlayground(t)
	for range 10 {
		if _, _, err := call(t, client, server.URL, time.Second); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections for ten calls", n)
	}
}

// Errors end up in logs and rows; a merchant's query may hold a secret.
func TestErrorsHideTheAddress(t *testing.T) {
	client := newPlayground(t)
	closed := raw(t, func(net.Conn) {})
	for _, address := range []string{closed + "/cb?secret=hunter2", "http://10.0.0.1/cb?secret=hunter2", "http://name.invalid/cb?secret=hunter2"} {
		_, _, err := call(t, client, address, time.Second)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error %v", err)
		}
	}
}

func TestDoGivesTheTurnBack(t *testing.T) {
	client := newPlayground(t)
	closed := raw(t, func(net.Conn) {})
	open := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, address := range []string{closed, open} {
		for range 3 * (hostCalls + hostQueued) {
			_, _, err := call(t, client, address, time.Second)
			if _, busy := errors.AsType[*Busy](err); busy {
				t.Fatal("a turn was not given back")
			}
		}
	}
}

func TestRefusedBeforeDialling(t *testing.T) {
	_, _, err := call(t, New(production), "http://shop.example/", time.Second)
	if want := "must be an https address"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
	if got := fmt.Sprint(err); strings.Contains(got, "shop.example") {
		t.Errorf("%s names the host", got)
	}
}
