package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// shared and durable are the servers of a test process, each started by the
// first who needs it.
var shared, durable process

// process is one server for all tests.
type process struct {
	once   sync.Once
	server *Server
	err    error

	mu        sync.Mutex
	templates map[string]string // database with a schema, by the maker's name
}

// created numbers the databases.
var created atomic.Int64

// Main runs a package's tests and stops the server that they shared.
func Main(m *testing.M) { os.Exit(Run(m.Run)) }

// Run is Main for packages whose TestMain does more.
func Run(tests func() int) int {
	code := tests()
	for _, p := range []*process{&shared, &durable} {
		if p.server == nil {
			continue
		}
		if err := p.server.remove(); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	return code
}

// Shared is the server of this test process. Tests may not stop it.
func Shared(tb testing.TB) *Server {
	tb.Helper()
	return shared.get(tb, false)
}

// Durable is Shared, but acknowledges nothing before it is on the disk: what
// the program as it is shipped asks for.
func Durable(tb TB) *Server {
	tb.Helper()
	return durable.get(tb, true)
}

func (p *process) get(tb TB, isDurable bool) *Server {
	tb.Helper()
	fulltest.Long(tb, "starts PostgreSQL")
	p.once.Do(func() { p.server, p.err = start(context.WithoutCancel(tb.Context()), isDurable) })
	endWith(tb, p.err)
	return p.server
}

// endWith ends a test for which no server could be started.
func endWith(tb TB, err error) {
	tb.Helper()
	switch {
	case errors.Is(err, errMissing):
		fulltest.Lack(tb, err)
	case err != nil:
		tb.Fatal(err)
	}
}

// TB is what a server needs of a test.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// New starts a server for one test, which may stop and start it. A durable one
// acknowledges nothing before it is on the disk.
func New(tb testing.TB, durable bool, settings ...string) *Server {
	tb.Helper()
	fulltest.Long(tb, "starts PostgreSQL")
	s, err := start(tb.Context(), durable, settings...)
	endWith(tb, err)
	tb.Cleanup(func() {
		if err := s.remove(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Database is the address of a new database on the shared server, with the
// schema that prepare makes; it is prepared once under its name, and copied.
func Database(tb testing.TB, name string, prepare func(ctx context.Context, url string) error) string {
	tb.Helper()
	s := Shared(tb)
	template, err := s.template(tb.Context(), name, prepare)
	if err != nil {
		tb.Fatal(err)
	}
	return s.Create(tb, template)
}

// Empty is the address of a new database without any schema.
func Empty(tb testing.TB) string {
	tb.Helper()
	return Shared(tb).Create(tb, "template1")
}

func (s *Server) template(ctx context.Context, name string, prepare func(context.Context, string) error) (string, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if made, ok := shared.templates[name]; ok {
		return made, nil
	}
	made := "template_" + name
	if err := s.Run(ctx, "postgres", "CREATE DATABASE "+pgx.Identifier{made}.Sanitize()); err != nil {
		return "", err
	}
	if err := prepare(ctx, s.URL(made)); err != nil {
		return "", fmt.Errorf("pgtest: prepare %s: %w", name, err)
	}
	if shared.templates == nil {
		shared.templates = map[string]string{}
	}
	shared.templates[name] = made
	return made, nil
}

// Create makes a database that goes with the test, and answers its address.
func (s *Server) Create(tb TB, template string) string {
	tb.Helper()
	name := fmt.Sprintf("test_%d", created.Add(1))
	quoted := pgx.Identifier{name}.Sanitize()
	if err := s.Run(tb.Context(), "postgres", "CREATE DATABASE "+quoted+" TEMPLATE "+pgx.Identifier{template}.Sanitize()); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Run(context.WithoutCancel(tb.Context()), "postgres", "DROP DATABASE IF EXISTS "+quoted+" WITH (FORCE)"); err != nil {
			tb.Errorf("%v", err)
		}
	})
	return s.URL(name)
}

// Run executes statements in a database, as the superuser.
func (s *Server) Run(ctx context.Context, database, statements string) error {
	conn, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	_, err = conn.Exec(ctx, statements)
	return errors.Join(err, conn.Close(ctx))
}

// Name is the database that an address of this package leads to.
func Name(tb TB, address string) string {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	return u.Path[1:]
}
