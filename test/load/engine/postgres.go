package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Postgres is a throw-away server that listens on a socket in its own folder.
// It keeps fsync and synchronous_commit on.
type Postgres struct {
	dir    string // with the socket in it
	bin    string
	server *exec.Cmd
	output *bytes.Buffer
	exited chan struct{}
}

// settings are what a server of this size gets; all others are as shipped.
var settings = []string{"listen_addresses=", "fsync=on", "synchronous_commit=on", "max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB"}

// StartPostgres makes and starts a server below dir. It uses the newest one
// installed, as another user where this one is root: PostgreSQL refuses root.
func StartPostgres(ctx context.Context, dir string) (*Postgres, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	p := &Postgres{dir: dir, bin: bin, output: &bytes.Buffer{}, exited: make(chan struct{})}
	if err := giveAway(dir); err != nil {
		return nil, err
	}
	if _, err := p.run(ctx, "initdb", "-D", p.data(), "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale"); err != nil {
		return nil, err
	}
	args := []string{"-D", p.data(), "-k", dir}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	p.server = p.command(context.WithoutCancel(ctx), "postgres", args...) // Close ends it
	p.server.Stdout, p.server.Stderr = p.output, p.output
	if err := p.server.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.exited)
		_ = p.server.Wait()
	}()
	if err := p.answers(ctx); err != nil {
		p.Close()
		return nil, fmt.Errorf("postgres: %w\n%s", err, p.output)
	}
	return p, nil
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

// postgresPrograms is the folder of the newest server's programs.
func postgresPrograms() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("postgres: no initdb here; install Debian's package postgresql")
	}
	return filepath.Dir(path), nil
}

// command runs as the user that owns the folder.
func (p *Postgres) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: servant()}
	return cmd
}

func (p *Postgres) run(ctx context.Context, program string, args ...string) (string, error) {
	out, err := p.command(ctx, program, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return string(out), nil
}

// answers waits until the server takes connections.
func (p *Postgres) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if p.command(ctx, "pg_isready", "-q", "-h", p.dir).Run() == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.exited:
			return errors.New("the server ended")
		case <-tick.C:
		}
	}
}

// query answers the one value of a statement.
func (p *Postgres) query(ctx context.Context, statement string) (string, error) {
	out, err := p.run(ctx, "psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", p.dir, "-U", "bench", "-d", "postgres", "-c", statement)
	return strings.TrimSuffix(out, "\n"), err
}

// Name implements Engine.
func (*Postgres) Name() string { return "PostgreSQL" }

// FloorName implements Engine.
func (*Postgres) FloorName() string { return "pgbench, one row per commit" }

// Setting implements Engine.
func (p *Postgres) Setting() string { return "postgres:///postgres?user=bench&host=" + p.dir }

// Close implements Engine.
func (p *Postgres) Close() {
	_ = p.server.Process.Signal(os.Interrupt) // a fast shutdown
	select {
	case <-p.exited:
	case <-time.After(30 * time.Second):
		_ = p.server.Process.Kill()
		<-p.exited
	}
}
