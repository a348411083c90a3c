package cli

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const opsToken = "a-token-of-the-tests"

func TestAskForHealth(t *testing.T) {
	w := start(t)
	public := strings.TrimPrefix(w.url, "http://")
	var ops string
	for end := time.Now().Add(30 * time.Second); ops == ""; { // the server says where it serves them
		for _, line := range w.log.lines(t, "serving") {
			ops, _ = line["ops_listen"].(string)
		}
		if time.Now().After(end) {
			t.Fatal("the server does not say where operations are served")
		}
	}
	gone, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := gone.Addr().String()
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	stopping := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "stopping\n")
	}))
	defer stopping.Close()
	address, err := url.Parse(stopping.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(public)
	for name, p := range map[string]struct {
		probe Probe
		fails string
	}{
		"ready":               {Probe{Listen: public, OpsListen: ops, Token: opsToken}, ""},
		"alive":               {Probe{Listen: public, OpsListen: ops, Live: true}, ""},
		"without the token":   {Probe{Listen: public, OpsListen: ops}, "OPENHPP_OPS_TOKEN"},
		"operations are off":  {Probe{Listen: public, OpsListen: "off"}, ""},
		"on all addresses":    {Probe{Listen: ":" + port, OpsListen: "off"}, ""},
		"nobody there":        {Probe{Listen: nobody, OpsListen: "off"}, "no OpenHPP server answers"},
		"nobody at the other": {Probe{Listen: public, OpsListen: nobody}, "no OpenHPP server answers"},
		"another server":      {Probe{Listen: public, OpsListen: public}, "status 404"},
		"no address":          {Probe{Listen: "x", OpsListen: "off"}, "host:port"},
		"while it stops":      {Probe{Listen: public, OpsListen: address.Host}, "stopping (status 503)"},
	} {
		p.probe.Within = 30 * time.Second
		said, err := Health(t.Context(), p.probe)
		if (err == nil) != (p.fails == "") || err != nil && !strings.Contains(err.Error(), p.fails) || err == nil && said != "ok" {
			t.Errorf("%s: %q, %v", name, said, err)
		}
	}
}
