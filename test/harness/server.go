package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/testport"
)

// Server is a running "openhpp serve". Its address and database survive a kill
// and a start.
type Server struct {
	URL      string
	Database Database
	Took     time.Duration // from the last start to ready

	t       T
	address string
	ops     string // where its metrics are
	env     []string
	cmd     *exec.Cmd
	exited  chan struct{}
	log     *output
}

// secret is that of all servers under test, as replicas have it.
const secret = "a secret of the tests, for all their servers"

// LogTo takes what servers write, when set; Log is empty then. Reading a log
// takes time that a measurement would count.
var LogTo *os.File

// Start runs a server on a fresh database and a free port and waits until it
// is ready. env are further OPENHPP_* settings.
func Start(t T, env ...string) *Server {
	t.Helper()
	return StartOn(t, newDatabase(t), env...)
}

// StartOn is Start on a database that the test brings.
func StartOn(t T, database Database, env ...string) *Server {
	t.Helper()
	Binary(t) // first: what cannot be built needs no end
	s := &Server{t: t, address: takePort(t), ops: takePort(t), Database: database, env: env, log: &output{}}
	s.URL = "http://" + s.address
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			t.Logf("the server's log:\n%s", s.Log())
		}
	})
	s.Run()
	return s
}

// Replica starts another server on the same database, with the same secret and
// the same links: those of the first one, as behind one balancer.
func (s *Server) Replica() *Server {
	s.t.Helper()
	other := &Server{t: s.t, address: takePort(s.t), ops: takePort(s.t), Database: s.Database, log: &output{}}
	other.URL = "http://" + other.address
	other.env = append([]string{"OPENHPP_PUBLIC_URL=" + s.URL}, s.env...)
	s.t.Cleanup(func() {
		other.Kill()
		if s.t.Failed() {
			s.t.Logf("the replica's log:\n%s", other.Log())
		}
	})
	other.Run()
	return other
}

// At is an address of the first server as this replica serves it.
func (s *Server) At(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		s.t.Fatal(err)
	}
	u.Host = s.address
	return u.String()
}

// Run starts the process again, on the same address and database.
func (s *Server) Run() {
	s.t.Helper()
	s.cmd = exec.CommandContext(context.Background(), Binary(s.t), "serve") // outlives a kill and the test's own end
	s.cmd.Env = append(programEnv(s.cmd), "OPENHPP_RATE_LIMIT=0", "OPENHPP_RATE_LIMIT_CREATE=0", "OPENHPP_LISTEN="+s.address, "OPENHPP_OPS_LISTEN="+s.ops, "OPENHPP_PUBLIC_READYZ=1", "OPENHPP_DATABASE="+s.Database.Address, "OPENHPP_SECRET="+secret)
	s.cmd.Env = append(s.cmd.Env, s.env...)
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if LogTo != nil {
		s.cmd.Stdout, s.cmd.Stderr = LogTo, LogTo
	}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	start := time.Now()
	s.exited = make(chan struct{})
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
	}()
	eventually(s.t, time.Minute, 2*time.Millisecond, "the server is ready", func() bool {
		return s.Answers("/readyz") == http.StatusOK
	})
	s.Took = time.Since(start)
}

// Addr is the host and port that the server listens at.
func (s *Server) Addr() string { return s.address }

// Operations is the host and port of the server's metrics and probes.
func (s *Server) Operations() string { return s.ops }

// PID is the running process's.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Running reports whether the process has not ended.
func (s *Server) Running() bool {
	select {
	case <-s.exited:
		return false
	default:
		return true
	}
}

// Answers is the status of a GET, or 0 when nobody answers.
func (s *Server) Answers(path string) int {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.URL+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := (&http.Client{Timeout: time.Second}).Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// Kill ends the process at once, as a power cut would, and waits for it.
func (s *Server) Kill() { s.signal(syscall.SIGKILL) }

// Stop ends the process as an operator would, and waits for it.
func (s *Server) Stop() { s.signal(syscall.SIGTERM) }

// Signal sends a signal and does not wait.
func (s *Server) Signal(signal syscall.Signal) { _ = s.cmd.Process.Signal(signal) }

func (s *Server) signal(signal syscall.Signal) {
	if !s.Running() {
		return
	}
	s.Signal(signal)
	s.Wait()
}

// Wait waits for the process to end by itself.
func (s *Server) Wait() {
	s.t.Helper()
	select {
	case <-s.exited:
	case <-time.After(time.Minute):
		s.t.Errorf("the server did not end within a minute")
		s.Signal(syscall.SIGKILL)
		<-s.exited
	}
}

// ExitCode is the process's, once it has ended.
func (s *Server) ExitCode() int { return s.cmd.ProcessState.ExitCode() }

// Log is everything the processes wrote.
func (s *Server) Log() string { return s.log.String() }

// Command runs another command of the program on the server's database.
func (s *Server) Command(args ...string) []byte {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), Binary(s.t), args...)
	cmd.Env = append(programEnv(cmd), "OPENHPP_DATABASE="+s.Database.Address, "OPENHPP_SECRET="+secret)
	cmd.Env = append(cmd.Env, s.env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("openhpp %v: %v\n%s", args, err, stderr.String())
	}
	return out
}

// Merchant is a tenant with its client and the secret of its callbacks.
type Merchant struct {
	*client.Client
	ID            string
	WebhookSecret string
}

// Merchant makes one through the command line, beside the running server.
func (s *Server) Merchant(name string) *Merchant {
	s.t.Helper()
	var made struct {
		MerchantID    string `json:"merchant_id"`
		Username      string `json:"username"`
		Password      string `json:"password"`
		WebhookSecret string `json:"webhook_secret"`
	}
	if err := json.Unmarshal(s.Command("merchant", "create", "--name", name, "--json"), &made); err != nil {
		s.t.Fatal(err)
	}
	return &Merchant{
		Client:        &client.Client{BaseURL: s.URL, Username: made.Username, Password: made.Password},
		ID:            made.MerchantID,
		WebhookSecret: made.WebhookSecret,
	}
}

func takePort(t T) string {
	t.Helper()
	address, err := testport.Take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// output collects a process's output while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *output) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *output) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Eventually waits until something outside this process is so, or fails. Unless
// the test is about the time itself, a minute is right: a machine that is busy
// with other tests takes many times as long as a quiet one.
func Eventually(t T, within time.Duration, what string, so func() bool) {
	t.Helper()
	eventually(t, within, 20*time.Millisecond, what, so)
}

func eventually(t T, within, every time.Duration, what string, so func() bool) {
	t.Helper()
	deadline := time.After(within)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for !so() {
		select {
		case <-deadline:
			t.Fatalf("not within %s: %s", within, what)
		case <-tick.C:
		}
	}
}

// Pause waits a while between two looks at something outside this process.
func Pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
