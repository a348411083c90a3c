package pgtest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// Node is one server of a cluster, with the Patroni that looks after it.
type Node struct {
	Name string

	cluster *Cluster
	port    string // PostgreSQL's
	rest    string // Patroni's own address
	process *exec.Cmd
	ended   <-chan struct{}
}

// settings is what Patroni is told. What is under "bootstrap.dcs" holds for all
// of the cluster. docs/operations/ha.md has the same for a real one.
var settings = template.Must(template.New("patroni").Parse(`scope: openhpp
name: {{.Name}}
restapi: {listen: "{{.Rest}}", connect_address: "{{.Rest}}"}
etcd3: {host: "{{.Etcd}}"}
bootstrap:
  dcs:
    ttl: {{.TTL}}
    loop_wait: {{.LoopWait}}
    retry_timeout: {{.RetryTimeout}}
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters: {wal_level: replica, max_connections: 100, max_wal_senders: 8, wal_log_hints: "on", wal_keep_size: 256MB, max_wal_size: 256MB, shared_buffers: 64MB, autovacuum: "off"}
  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
postgresql:
  listen: "{{.Address}}"
  connect_address: "{{.Address}}"
  bin_dir: "{{.Programs}}"
  data_dir: "{{.Data}}"
  pgpass: "{{.Data}}.pgpass"
  remove_data_directory_on_rewind_failure: true
  remove_data_directory_on_diverged_timelines: true
  basebackup: [{checkpoint: fast}]
  authentication: {superuser: {username: {{.Superuser}}}, replication: {username: replicator}}
  parameters: {unix_socket_directories: "{{.Sockets}}", log_min_messages: warning}
  pg_hba: [local all all trust, host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust]
`))

func newNode(tb testing.TB, c *Cluster, name string) *Node {
	tb.Helper()
	n := &Node{Name: name, cluster: c}
	postgres, err := find("postgres")
	if err != nil {
		tb.Fatal(err)
	}
	if n.port, err = takePort(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	port, err := takePort(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	n.rest = net.JoinHostPort("127.0.0.1", port)
	var text bytes.Buffer
	err = settings.Execute(&text, map[string]any{
		"Name": name, "Rest": n.rest, "Etcd": c.etcd, "Address": n.addr(), "Data": n.data(), "Sockets": c.dir,
		"Programs": filepath.Dir(postgres), "Superuser": Superuser,
		"TTL": int(c.times.TTL.Seconds()), "LoopWait": int(c.times.LoopWait.Seconds()), "RetryTimeout": int(c.times.RetryTimeout.Seconds()),
	})
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(n.file(".yml"), text.Bytes(), 0o644); err != nil { //nolint:gosec // another user reads it
		tb.Fatal(err)
	}
	return n
}

func (n *Node) file(suffix string) string { return filepath.Join(n.cluster.dir, n.Name+suffix) }

func (n *Node) data() string { return n.file("") }

func (n *Node) addr() string { return net.JoinHostPort("127.0.0.1", n.port) }

// Start starts Patroni, which makes or mends its server and starts it.
func (n *Node) Start() error {
	program, err := exec.LookPath("patroni")
	if err != nil {
		return errNoCluster
	}
	log, err := os.OpenFile(n.file(".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // Patroni has its own
	// Asked to terminate, Patroni takes its server along.
	n.process = n.cluster.who.asUntil(exec.Command(program, n.file(".yml")), syscall.SIGTERM) //nolint:noctx // it outlives the test that starts it
	n.process.Dir = n.cluster.dir
	n.process.Stdout, n.process.Stderr = log, log
	n.ended, err = launch(n.process)
	return err
}

// Kill ends Patroni and every process of its server at once, as a power cut
// would, and returns once they are gone.
func (n *Node) Kill() error {
	if n.process == nil {
		return nil
	}
	doomed := family(n.process.Process.Pid) // what it runs to copy or to mend a server
	_ = n.process.Process.Kill()
	<-n.ended
	doomed = append(doomed, family(n.postmaster())...)
	for _, pid := range doomed { // parents first, so that none starts a child anew
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	limit := time.After(10 * time.Second)
	for slices.ContainsFunc(doomed, alive) {
		select {
		case <-limit:
			return fmt.Errorf("pgtest: processes of %s are still there: %v", n.Name, doomed)
		case <-time.After(time.Millisecond): // no event tells of the end of another's child
		}
	}
	return nil
}

// Mute stops the server's senders, so that no follower hears of what it does
// from now on. It is for a leader that is killed next.
func (n *Node) Mute() error {
	muted := 0
	for _, pid := range family(n.postmaster()) {
		if strings.Contains(title(pid), "walsender") {
			muted++
			if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
				return err
			}
		}
	}
	if muted == 0 {
		return fmt.Errorf("pgtest: %s sends to nobody", n.Name)
	}
	return nil
}

// postmaster is the server's first process; 0 without one, whatever its file
// says since a kill.
func (n *Node) postmaster() int {
	text, err := os.ReadFile(filepath.Join(n.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil || !worksIn(pid, n.data()) {
		return 0
	}
	return pid
}

// tail is the last of what Patroni and its server wrote.
func (n *Node) tail() []byte {
	text, err := os.ReadFile(n.file(".log"))
	if err != nil {
		return []byte(err.Error())
	}
	return text[max(0, len(text)-4000):]
}
