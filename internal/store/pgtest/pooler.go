package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testport"
)

// errNoPooler is what a test fails with where there is no PgBouncer to start.
var errNoPooler = errors.New("pgtest: PgBouncer is not installed; on Debian: apt-get install pgbouncer")

// errNotOurs is why a test is skipped on a server that was given.
var errNotOurs = errors.New("pgtest: a pooler stands before a server of the tests' own")

// poolerConfig is a PgBouncer that hands connections out transaction by
// transaction. It is as it comes otherwise, but for how long it sends clients
// away without asking once its server was gone: 15 s.
const poolerConfig = `[databases]
* = host=127.0.0.1 port=%s user=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %s
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
max_client_conn = 1000
server_login_retry = 1
log_connections = 0
log_disconnections = 0
`

// Pooler starts a PgBouncer in front of the server for one test, and answers
// its loopback address.
func (s *Server) Pooler(tb TB) string {
	tb.Helper()
	if s.given != nil {
		fulltest.Lack(tb, errNotOurs)
	}
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program = "/usr/sbin/pgbouncer"; !exists(program) {
			fulltest.Lack(tb, errNoPooler)
		}
	}
	port, err := takePort(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(s.dir, "pgbouncer-"+port+".ini")
	config := fmt.Sprintf(poolerConfig, s.port, Superuser, port)
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil { //nolint:gosec // another user reads it
		tb.Fatal(err)
	}
	cmd := s.who.as(exec.CommandContext(context.WithoutCancel(tb.Context()), program, "-q", file))
	cmd.Dir = s.dir
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed
	})
	addr := net.JoinHostPort("127.0.0.1", port)
	if err := awaitListener(tb.Context(), addr); err != nil {
		tb.Fatal(err)
	}
	return addr
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// awaitListener returns once somebody listens at addr.
func awaitListener(ctx context.Context, addr string) error {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("pgtest: nobody listens at %s: %w", addr, err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// takePort is a loopback port that nobody else is given.
func takePort(ctx context.Context) (string, error) {
	address, err := testport.Take(ctx)
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(address)
	return port, err
}
