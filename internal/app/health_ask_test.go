package app

import (
	"net"
	"strings"
	"testing"
	"time"
)

func TestAskForHealth(t *testing.T) {
	c := local(t)
	c.Gateway.OpsListen, c.Gateway.OpsToken = "127.0.0.1:0", "a-token-of-the-tests"
	server, _ := running(t, c)
	public, ops := server.listener.Addr().String(), server.ops.address()
	gone, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := gone.Addr().String()
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(public)
	for name, p := range map[string]struct {
		probe Probe
		fails string
	}{
		"ready":               {Probe{Listen: public, OpsListen: ops, Token: c.Gateway.OpsToken}, ""},
		"alive":               {Probe{Listen: public, OpsListen: ops, Live: true}, ""},
		"without the token":   {Probe{Listen: public, OpsListen: ops}, "OPENHPP_OPS_TOKEN"},
		"operations are off":  {Probe{Listen: public, OpsListen: "off"}, ""},
		"on all addresses":    {Probe{Listen: ":" + port, OpsListen: "off"}, ""},
		"nobody there":        {Probe{Listen: nobody, OpsListen: "off"}, "no OpenHPP server answers"},
		"nobody at the other": {Probe{Listen: public, OpsListen: nobody}, "no OpenHPP server answers"},
		"another server":      {Probe{Listen: public, OpsListen: public}, "status 404"},
		"no address":          {Probe{Listen: "x", OpsListen: "off"}, "host:port"},
	} {
		p.probe.Within = 5 * time.Second
		said, err := Health(t.Context(), p.probe)
		if (err == nil) != (p.fails == "") || err != nil && !strings.Contains(err.Error(), p.fails) || err == nil && said != "ok" {
			t.Errorf("%s: %q, %v", name, said, err)
		}
	}
	server.health.stopping.Store(true)
	stopping := Probe{Listen: public, OpsListen: ops, Token: c.Gateway.OpsToken, Within: 5 * time.Second}
	if _, err := Health(t.Context(), stopping); err == nil || !strings.Contains(err.Error(), "stopping (status 503)") {
		t.Errorf("while it stops: %v", err)
	}
}
