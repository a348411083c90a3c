// Command dev serves the storybook and a demo for whoever works on them: after
// every change of a source it generates, builds and starts both again, and has
// the browser load the page anew.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// Where a person's browser goes, and where the programs listen behind it.
const (
	storybookAddress, storybookBehind = "127.0.0.1:7331", "127.0.0.1:6006"
	demoAddress, demoBehind           = "127.0.0.1:7332", "127.0.0.1:8080"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to be done
	}
}

// run works in the repository's top folder until ctx ends.
func run(ctx context.Context) error {
	if _, err := os.Stat("internal/page/storybook"); err != nil {
		return fmt.Errorf("start it in the top folder of the repository, as make dev does: %w", err)
	}
	folder, err := os.MkdirTemp("", "openhpp-dev-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	sources, err := watch(ctx, "api", "client", "cmd", "internal")
	if err != nil {
		return err
	}
	browsers := &browsers{}
	for front, behind := range map[string]string{storybookAddress: storybookBehind, demoAddress: demoBehind} {
		server := &http.Server{Addr: front, Handler: reloading(behind, browsers), ReadHeaderTimeout: 5 * time.Second}
		defer func() { _ = server.Close() }()
		go func() {
			if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
				fmt.Fprintln(os.Stderr, "dev:", err)
			}
		}()
	}
	p := &programs{folder: folder, list: [][]string{
		{"storybook", "-listen", storybookBehind},
		{"openhpp", "demo", "--listen", demoBehind, "--public-url", "http://" + demoAddress, "--database", "sqlite:" + filepath.Join(folder, "demo.db")},
	}}
	defer p.stop()
	fmt.Printf("storybook on http://%s, demo on http://%s; both load anew after every change\n", storybookAddress, demoAddress)
	for changed := []string(nil); ; {
		if err := p.renew(ctx, changed); err != nil {
			fmt.Fprintln(os.Stderr, "dev:", err) // what ran before goes on
		} else {
			browsers.reload()
		}
		select {
		case <-ctx.Done():
			return nil
		case changed = <-sources:
			fmt.Println("changed:", changed)
		}
	}
}
