package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// shared and durable are the servers of a test process, each started by the
// first who needs it.
var shared, durable = &process{}, &process{}

// process is one server for all tests.
type process struct {
	once   sync.Once
	server *Server
	err    error

	mu        sync.Mutex
	templates map[string]string // database with a schema, by the maker's name
}

// Main runs a package's tests and stops the server that they shared.
func Main(m *testing.M) { os.Exit(Run(m.Run)) }

// Run is Main for packages whose TestMain does more.
func Run(tests func() int) int {
	code := tests()
	for _, p := range []*process{shared, durable} {
		if p.server == nil {
			continue
		}
		if err := p.remove(); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	return code
}

// Shared is the server of this test process, or the one that was given. Tests
// may not stop it.
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
	p.once.Do(func() {
		if Given() {
			p.server, p.err = given()
			return
		}
		p.server, p.err = start(context.WithoutCancel(tb.Context()), isDurable)
	})
	endWith(tb, p.err)
	return p.server
}

// remove stops the server for good. One that was given is left as it was.
func (p *process) remove() (err error) {
	if p.server.given == nil {
		return p.server.remove()
	}
	for _, made := range p.templates {
		err = errors.Join(err, p.server.dropDatabase(context.Background(), made))
	}
	return err
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
func Database(tb TB, name string, prepare func(ctx context.Context, url string) error) string {
	tb.Helper()
	return shared.database(tb, shared.get(tb, false), name, prepare)
}

// DurableDatabase is Database on the durable server.
func DurableDatabase(tb TB, name string, prepare func(ctx context.Context, url string) error) string {
	tb.Helper()
	return durable.database(tb, durable.get(tb, true), name, prepare)
}

func (p *process) database(tb TB, s *Server, name string, prepare func(ctx context.Context, url string) error) string {
	tb.Helper()
	template, err := p.template(tb.Context(), s, name, prepare)
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

func (p *process) template(ctx context.Context, s *Server, name string, prepare func(context.Context, string) error) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made, ok := p.templates[name]; ok {
		return made, nil
	}
	made := "template_" + name + newSuffix()
	if err := s.createDatabase(ctx, made, "template1"); err != nil {
		return "", err
	}
	err := prepare(ctx, s.URL(made))
	if err == nil {
		err = s.spread(ctx, made)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("pgtest: prepare %s: %w", name, err), s.dropDatabase(ctx, made))
	}
	if p.templates == nil {
		p.templates = map[string]string{}
	}
	p.templates[name] = made
	return made, nil
}

// newSuffix ends a database's name. Nobody has guessed it on a server that is
// not the tests' own.
func newSuffix() string { return "_" + strings.ToLower(rand.Text()[:16]) }

// Create makes a database that goes with the test, and answers its address.
func (s *Server) Create(tb TB, template string) string {
	tb.Helper()
	name := "openhpp_test" + newSuffix()
	if err := s.createDatabase(tb.Context(), name, template); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.dropDatabase(context.WithoutCancel(tb.Context()), name); err != nil {
			tb.Errorf("%v", err)
		}
	})
	return s.URL(name)
}

// Run executes statements in a database, as the superuser.
func (s *Server) Run(ctx context.Context, database, statements string) error {
	return runAt(ctx, s.URL(database), statements)
}

func runAt(ctx context.Context, address, statements string) error {
	conn, err := pgx.Connect(ctx, address)
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
