package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// programs are built into a folder and run together.
type programs struct {
	folder  string
	list    [][]string // name in the folder, and arguments
	running []*exec.Cmd
}

// renew generates what depends on changed files, builds, and starts the
// programs in place of those that run. Nothing changed means all of it.
func (p *programs) renew(ctx context.Context, changed []string) error {
	steps := [][]string{
		{"go", "build", "-o", filepath.Join(p.folder, "openhpp"), "./cmd/openhpp"},
		{"go", "build", "-o", filepath.Join(p.folder, "storybook"), "./internal/page/storybook/cmd"},
	}
	for part, generate := range map[string]string{"/assets/src/": "./internal/page/assets", ".templ": "./internal/page/markup", "api/": "./internal/wire/..."} {
		if slices.ContainsFunc(changed, func(name string) bool { return strings.Contains(name, part) }) {
			steps = slices.Insert(steps, 0, []string{"go", "generate", generate})
		}
	}
	for _, step := range steps {
		cmd := exec.CommandContext(ctx, step[0], step[1:]...) //nolint:gosec // our own steps
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(step, " "), err)
		}
	}
	p.stop()
	for _, program := range p.list {
		cmd := exec.CommandContext(ctx, filepath.Join(p.folder, program[0]), program[1:]...) //nolint:gosec // built above
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Start(); err != nil {
			return err
		}
		p.running = append(p.running, cmd)
	}
	return await(ctx, storybookBehind, demoBehind)
}

// stop ends the programs and waits for them.
func (p *programs) stop() {
	for _, cmd := range p.running {
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}
	for _, cmd := range p.running {
		late := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // however it ends
		late.Stop()
	}
	p.running = nil
}

// await returns once somebody listens at every address.
func await(ctx context.Context, addresses ...string) error {
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	for _, address := range addresses {
		for {
			conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
			if err == nil {
				_ = conn.Close()
				break
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("nobody listens at %s: %w", address, err)
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	return nil
}
