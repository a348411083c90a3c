package main

import (
	"context"
	"fmt"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

// serveCommand has a flag for every setting but the secrets.
type serveCommand struct {
	app.Config
	Ephemeral bool   `help:"Keep everything in a folder that goes at the end, with a merchant of its own. For a playground."`
	ReadyFile string `placeholder:"FILE" help:"Write the variables that clients read into this file once the server answers; it goes at the end."`
	PrintEnv  bool   `help:"Print the variables that clients read, for a shell: of the ephemeral merchant, or of OPENHPP_PLAYGROUND_MERCHANT."`
}

// AfterApply looks for the database's address in a file, as every command does.
func (c *serveCommand) AfterApply() (err error) {
	if c.Ephemeral && (c.Database != "" || os.Getenv("OPENHPP_DATABASE_FILE") != "") {
		return fmt.Errorf("--ephemeral has a database of its own: --database and OPENHPP_DATABASE must not be given with it")
	}
	c.Database, err = databaseOf(c.Database)
	return err
}

// Help lists the settings that no flag gives.
func (serveCommand) Help() string {
	text := "Settings that only the environment gives, or a file that NAME_FILE names:\n\n"
	for _, s := range app.Settings() {
		if s.Secret {
			text += "  " + s.Name + "\n    " + s.Help + "\n"
		}
	}
	return text + "  " + app.UpstreamPrefix + "NAME\n    Another host that speaks an API of Klarna's or Kustom's, for tests, as JSON (docs/operations/outgoing.md).\n"
}

func (c *serveCommand) Run(ctx context.Context, environment checkedEnvironment) error {
	log, hushed, err := newLogger(c.LogLevel, c.Environment)
	if err != nil {
		return err
	}
	environment.unknown.warn(log)
	if err := app.Settings().ReadSecrets(&c.Config); err != nil {
		return app.WrongSettings{Reason: err}
	}
	c.Version, c.Upstreams = version(), app.UpstreamsOf(os.Environ())
	return cli.Serving{
		Ephemeral: c.Ephemeral, ReadyFile: c.ReadyFile, PrintEnv: c.PrintEnv, Greet: hushed, Out: os.Stdout, Err: os.Stderr,
	}.Serve(ctx, c.Config, log)
}
