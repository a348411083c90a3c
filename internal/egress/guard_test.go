package egress

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// canary counts connections to a loopback listener that nobody may reach.
func canary(t *testing.T, network, address string) (port uint16, hits *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	hits = new(atomic.Int64)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			hits.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-done })
	return listener.Addr().(*net.TCPAddr).AddrPort().Port(), hits
}

// With the check of the URL out of the way and the port open, the guard at
// the moment of dialling still lets no packet through.
func TestNothingReachesInwardAddresses(t *testing.T) {
	port, hits := canary(t, "tcp", "[::]:0")
	c := Config{AllowHTTP: true, ExtraPorts: []uint16{port}}
	client := New(c)
	t.Cleanup(client.CloseIdleConnections)
	client.http.Timeout = 2 * time.Second
	for _, host := range inward {
		for _, scheme := range []string{"http", "https"} {
			u, err := url.Parse(fmt.Sprintf("%s://%s:%d/", scheme, host, port))
			if err != nil {
				continue
			}
			resp, err := client.http.Do((&http.Request{Method: http.MethodPost, URL: u}).WithContext(t.Context()))
			if err == nil {
				_ = resp.Body.Close()
				t.Errorf("%s was called", u)
			}
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d packets reached the canary", n)
	}
}

// The canary must be able to sing: the same client, allowed to, reaches it.
func TestCanaryIsAlive(t *testing.T) {
	port, hits := canary(t, "tcp", "127.0.0.1:0")
	client := New(playground)
	t.Cleanup(client.CloseIdleConnections)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fmt.Sprintf("http://localhost:%d/", port), nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := client.Do(req, time.Second); err == nil {
		_ = resp.Body.Close()
		t.Error("the canary answered")
	}
	if hits.Load() == 0 {
		t.Error("the canary heard nothing")
	}
}

// Addresses that the operator named are reached on any network and port.
func TestAnywhereReachesTheOperatorsAddress(t *testing.T) {
	client := New(anywhere)
	t.Cleanup(client.CloseIdleConnections)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusAccepted) })
	if status, _, err := call(t, client, address, time.Second); err != nil || status != http.StatusAccepted {
		t.Errorf("status %d, %v", status, err)
	}
}

func TestControl(t *testing.T) {
	for _, test := range []struct {
		config           Config
		network, address string
		ok               bool
	}{
		{production, "tcp4", "8.8.8.8:443", true},
		{production, "tcp6", "[2a00:1450:4001::1]:443", true},
		{production, "tcp4", "8.8.8.8:80", false},
		{production, "tcp4", "8.8.8.8:22", false},
		{production, "udp4", "8.8.8.8:443", false},
		{production, "unix", "/run/x", false},
		{production, "tcp4", "nonsense", false},
		{production, "tcp6", "[::ffff:8.8.8.8]:443", false},
		{production, "tcp4", "127.0.0.1:443", false},
		{playground, "tcp4", "127.0.0.1:1", true},
		{playground, "tcp6", "[::1]:65535", true},
		{playground, "tcp4", "8.8.8.8:80", true},
		{playground, "tcp4", "8.8.8.8:8080", false},
		{playground, "tcp4", "192.168.0.1:80", false},
		{playground, "tcp4", "169.254.169.254:80", false},
		{Config{Deny: []netip.Prefix{netip.MustParsePrefix("8.8.8.8/32")}}, "tcp4", "8.8.8.8:443", false},
		{anywhere, "tcp4", "127.0.0.1:13013", true},
		{anywhere, "tcp4", "192.168.0.1:80", true},
		{anywhere, "tcp6", "[fd00::7]:8443", true},
		{anywhere, "tcp4", "8.8.8.8:8080", true},
		{anywhere, "udp4", "8.8.8.8:443", false},
		{anywhere, "tcp4", "nonsense", false},
		{Config{Anywhere: true, Deny: []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}}, "tcp4", "10.9.1.1:443", false},
		{Config{Anywhere: true, Deny: []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}}, "tcp6", "[::ffff:10.9.1.1]:443", false},
	} {
		err := newGuard(test.config).control(test.network, test.address, nil)
		if (err == nil) != test.ok {
			t.Errorf("control(%s, %s) with %+v = %v", test.network, test.address, test.config, err)
		}
	}
}

// A name that is public when the session is made and inward when the callback
// is sent, and one that is both at once, reach nothing (safety.md A52).
func TestRebindingReachesNothing(t *testing.T) {
	port, hits := canary(t, "tcp", "127.0.0.1:0")
	var asked atomic.Int64
	dialer := newDialer(Config{ExtraPorts: []uint16{port}})
	dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go serveDNS(far, &asked, netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("127.0.0.1"))
		return near, nil
	}}
	client := newClient(Config{ExtraPorts: []uint16{port}}, dialer)
	t.Cleanup(client.CloseIdleConnections)
	address := fmt.Sprintf("https://rebind.example:%d/", port)
	if u, _ := url.Parse(address); client.config.CheckURL(u) != nil {
		t.Fatal("the name alone gives nothing away, and yet was refused")
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req, 2*time.Second)
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("it was called")
	}
	if !strings.Contains(err.Error(), "prohibited") || asked.Load() == 0 || hits.Load() != 0 {
		t.Errorf("error %v after %d look-ups and %d packets", err, asked.Load(), hits.Load())
	}
}

// serveDNS answers every question on a stream connection with the given IPv4
// addresses.
func serveDNS(conn net.Conn, asked *atomic.Int64, answers ...netip.Addr) {
	defer func() { _ = conn.Close() }()
	for {
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		asked.Add(1)
		if _, err := conn.Write(dnsAnswer(query, answers)); err != nil {
			return
		}
	}
}

func dnsAnswer(query []byte, answers []netip.Addr) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5 // the root label, type and class
	isA := binary.BigEndian.Uint16(query[end-4:]) == 1
	msg := append([]byte(nil), query[:end]...)
	msg[2], msg[3] = 0x84, 0x00               // an authoritative answer
	copy(msg[6:12], []byte{0, 0, 0, 0, 0, 0}) // no records yet
	for _, answer := range answers {
		if !isA {
			break
		}
		msg[7]++
		ip := answer.As4()
		msg = append(msg, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		msg = append(msg, ip[:]...)
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(msg))), msg...)
}
