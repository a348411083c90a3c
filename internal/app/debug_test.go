package app

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestProfilesAreServedApart(t *testing.T) {
	c := local(t)
	c.DebugListen = "127.0.0.1:0"
	server, err := Open(t.Context(), c, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	debug := "http://" + server.debug.listener.Addr().String()
	if status, body := get(t, debug+"/debug/pprof/profile?seconds=1"); status != http.StatusOK || !strings.HasPrefix(body, "\x1f\x8b") {
		t.Errorf("profile: %d, %.40q", status, body)
	}
	if status, body := get(t, debug+"/debug/pprof/goroutine?debug=1"); status != http.StatusOK || !bytes.Contains([]byte(body), []byte("goroutine profile")) {
		t.Errorf("goroutines: %d, %.40q", status, body)
	}
	for path, want := range map[string]int{"/debug/pprof/cmdline": http.StatusNotFound, "/readyz": http.StatusNotFound} {
		if status, _ := get(t, debug+path); status != want {
			t.Errorf("%s on the debug listener: %d, want %d", path, status, want)
		}
	}
	if status, _ := get(t, "http://"+server.listener.Addr().String()+"/debug/pprof/"); status != http.StatusNotFound {
		t.Errorf("profiles on the public listener: %d", status)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(debug, "http://")); err == nil {
		_ = conn.Close()
		t.Error("profiles are served after the end")
	}
}

func TestProfilesAnswerToAnAddressAlone(t *testing.T) {
	for host, want := range map[string]int{"127.0.0.1:6060": 200, "[::1]:6060": 200, "rebound.example:6060": 403, "localhost:6060": 403, "": 403} {
		w := httptest.NewRecorder()
		r := &http.Request{Method: http.MethodGet, Host: host}
		addressed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestProfilesStayOnThisMachine(t *testing.T) {
	for _, address := range []string{"0.0.0.0:6060", ":6060", "[::]:6060", "192.0.2.1:6060", "localhost:6060", "127.0.0.1", "x"} {
		c := local(t)
		c.DebugListen = address
		if err := c.check(); err == nil || !strings.Contains(err.Error(), "OPENHPP_DEBUG_LISTEN: must be a loopback address") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"", "127.0.0.1:6060", "127.9.9.9:0", "[::1]:6060"} {
		c := local(t)
		c.DebugListen = address
		if err := c.check(); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestOpenFailsOnABusyDebugListener(t *testing.T) {
	busy, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	c := local(t)
	c.DebugListen = busy.Addr().String()
	if _, err := Open(t.Context(), c, discardLog()); err == nil || !strings.Contains(err.Error(), "OPENHPP_DEBUG_LISTEN") {
		t.Errorf("got %v", err)
	}
}
