package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/cli"
	"github.com/openhpp/openhpp/internal/settings"
)

// healthCommand is for images without a shell, and for people.
type healthCommand struct {
	Listen       string        `env:"OPENHPP_LISTEN" default:"127.0.0.1:8080" help:"Where the server listens (${env})."`
	OpsListen    string        `env:"OPENHPP_OPS_LISTEN" placeholder:"127.0.0.1:8082" help:"Where it serves operations, or off (${env})."`
	OpsTokenFile string        `env:"OPENHPP_OPS_TOKEN_FILE" placeholder:"FILE" help:"File of the token that it asks for there (${env}); OPENHPP_OPS_TOKEN is the token itself."`
	Live         bool          `help:"Ask whether it lives, not whether it is ready."`
	Timeout      time.Duration `default:"3s" help:"How long it may take."`
}

func (c healthCommand) Run(ctx context.Context, k *kong.Context) error {
	token := os.Getenv("OPENHPP_OPS_TOKEN")
	if token == "" && c.OpsTokenFile != "" {
		var err error
		if token, err = settings.ReadFile(c.OpsTokenFile); err != nil {
			return fmt.Errorf("OPENHPP_OPS_TOKEN_FILE: %w", err)
		}
	}
	said, err := cli.Health(ctx, cli.Probe{
		Listen: c.Listen, OpsListen: c.OpsListen, Token: strings.TrimSpace(token), Live: c.Live, Within: c.Timeout,
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(k.Stdout, said)
	return err
}
