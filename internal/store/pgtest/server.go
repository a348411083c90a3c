package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL of the tests' own. It trusts whoever reaches its
// loopback port, but for the user Guarded, who needs a password.
type Server struct {
	given    *url.URL // of a server that is not the tests' own; it has nothing else
	dir      string
	port     string
	who      account
	settings []string
	process  *exec.Cmd
	log      bytes.Buffer
	// copiesFiles is asked of a new database: its pages in the log take three
	// times as long.
	copiesFiles bool
	ended       <-chan struct{} // closed once the process is gone
}

// Superuser owns everything, Guarded must say Password.
const (
	Superuser = "postgres"
	Guarded   = "guarded"
	Password  = "open sesame"
)

// quick is what a server that need not outlive a power cut may leave out.
// synchronous_commit stays on: it is asked for.
var quick = []string{"fsync=off", "full_page_writes=off"}

// common is what all servers have.
var common = []string{
	"listen_addresses=127.0.0.1", "max_connections=300", "shared_buffers=64MB", "wal_level=minimal",
	"max_wal_senders=0", "max_wal_size=256MB", "autovacuum=off", "log_min_messages=warning", "log_min_error_statement=panic",
}

// start makes a folder with an empty cluster and a server upon it.
func start(ctx context.Context, durable bool, settings ...string) (*Server, error) {
	who, err := unprivileged()
	if err != nil {
		return nil, err
	}
	s := &Server{who: who, settings: slices.Concat(common, settings)}
	within := ""
	if !durable {
		s.settings = slices.Concat(s.settings, quick)
		within = memory()
	}
	if s.dir, err = os.MkdirTemp(within, "openhpp-pg-"); err != nil {
		return nil, err
	}
	if err := s.initialize(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.Start(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) initialize(ctx context.Context) error {
	if err := s.who.own(s.dir); err != nil {
		return err
	}
	initdb, err := find("initdb")
	if err != nil {
		return err
	}
	cmd := s.who.as(exec.CommandContext(ctx, initdb, "--pgdata="+s.data(), "--username="+Superuser,
		"--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"))
	cmd.Dir = s.dir
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pgtest: initdb: %w\n%s", err, text)
	}
	rules := "host all " + Guarded + " 127.0.0.1/32 scram-sha-256\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n"
	file := filepath.Join(s.data(), "pg_hba.conf")
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		return err
	}
	s.port, err = takePort(ctx)
	return err
}

// Start starts a server that was stopped, and returns once it answers.
func (s *Server) Start(ctx context.Context) error {
	program, err := find("postgres")
	if err != nil {
		return err
	}
	args := []string{"-D", s.data(), "-p", s.port, "-k", s.dir}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	s.process = s.who.as(exec.Command(program, args...)) //nolint:noctx // it outlives the test that starts it
	s.process.Dir = s.dir
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if s.ended, err = launch(s.process); err != nil {
		return fmt.Errorf("pgtest: start postgres: %w", err)
	}
	return s.await(ctx)
}

// launch starts a process that ends with the tests, and answers a channel that
// is closed once it is gone.
func launch(cmd *exec.Cmd) (<-chan struct{}, error) {
	ended, started := make(chan struct{}), make(chan error, 1)
	go func() {
		// The signal of a parent's death is that of the thread that started it.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended, its log says
		}
	}()
	return ended, <-started
}

// await returns once the server answers.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			// Version 15 and later can be asked for it, those before know nothing else.
			major, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), ".")
			version, _ := strconv.Atoi(major)
			s.copiesFiles = version >= 15
			return conn.Close(ctx)
		}
		select {
		case <-s.ended:
			return fmt.Errorf("pgtest: postgres ended: %w\n%s", err, s.log.String())
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("pgtest: postgres does not answer: %w", err), s.Stop(syscall.SIGQUIT))
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// The ways to stop, as pg_ctl names them.
const (
	Smart     = syscall.SIGTERM // takes no more connections and waits for the last to end
	Fast      = syscall.SIGINT  // ends connections, then writes everything down
	Immediate = syscall.SIGQUIT // as a crash
)

// Stop stops the server and returns once it is gone.
func (s *Server) Stop(how syscall.Signal) error {
	if err := s.Signal(how); err != nil {
		return err
	}
	<-s.ended
	return nil
}

// Signal is Stop for those who do not wait.
func (s *Server) Signal(how syscall.Signal) error {
	if err := s.process.Process.Signal(how); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// remove stops the server for good.
func (s *Server) remove() error {
	return errors.Join(s.Stop(Immediate), os.RemoveAll(s.dir))
}

// Addr is the address that the server listens at, a loopback one if it is the
// tests' own.
func (s *Server) Addr() string {
	if s.given != nil {
		return s.nodes()[0]
	}
	return net.JoinHostPort("127.0.0.1", s.port)
}

// URL is the address of a database for the superuser.
func (s *Server) URL(database string) string { return s.URLAt(s.Addr(), database) }

// URLAt is URL by way of another address, such as a proxy's.
func (s *Server) URLAt(addr, database string) string {
	if s.given != nil {
		u := *s.given
		u.Host, u.Path = addr, "/"+database
		return u.String()
	}
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Host: addr, Path: database, RawQuery: "sslmode=disable"}
	return u.String()
}

// Standby makes a stopped server start as a standby, which takes no writes. It
// must have been started with wal_level=replica.
func (s *Server) Standby() error {
	return os.WriteFile(filepath.Join(s.data(), "standby.signal"), nil, 0o644) //nolint:gosec // another user's server reads it
}
