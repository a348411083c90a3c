package pgtest

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// errNoCluster is what a test fails with where there is nothing to start a
// cluster with.
var errNoCluster = errors.New("pgtest: etcd or Patroni is not installed; on Debian: apt-get install etcd-server patroni (make ha does it)")

// startEtcd starts one member, which is enough where it is not what fails.
func (c *Cluster) startEtcd(tb testing.TB) {
	tb.Helper()
	program, err := exec.LookPath("etcd")
	if err != nil {
		fulltest.Lack(tb, errNoCluster)
	}
	var ports [2]string
	for i := range ports {
		if ports[i], err = takePort(tb.Context()); err != nil {
			tb.Fatal(err)
		}
	}
	c.etcd = net.JoinHostPort("127.0.0.1", ports[0])
	clients, peers := "http://"+c.etcd, "http://"+net.JoinHostPort("127.0.0.1", ports[1])
	cmd := c.who.as(exec.CommandContext(context.WithoutCancel(tb.Context()), program, "--name=one", "--data-dir="+filepath.Join(c.dir, "etcd"),
		"--listen-client-urls="+clients, "--advertise-client-urls="+clients,
		"--listen-peer-urls="+peers, "--initial-advertise-peer-urls="+peers, "--initial-cluster=one="+peers))
	cmd.Dir = c.dir
	log, err := os.Create(filepath.Join(c.dir, "etcd.log"))
	if err != nil {
		tb.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	ended, err := launch(cmd)
	_ = log.Close() // etcd has its own
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	if err := awaitListener(tb.Context(), c.etcd); err != nil {
		tb.Fatal(err)
	}
}
