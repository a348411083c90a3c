package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

// databaseFlag is where everything is.
type databaseFlag struct{ app.DatabaseConfig }

// AfterApply looks for the address in a file, where the environment names one.
func (d *databaseFlag) AfterApply() (err error) {
	d.Database, err = databaseOf(d.Database)
	return err
}

// databaseOf is the address that was given: by a flag, by the environment, or in
// the file that the environment names; else the default.
func databaseOf(given string) (string, error) {
	setting := app.Settings().Named("OPENHPP_DATABASE")
	if given != "" && given != os.Getenv(setting.Name) {
		return given, nil // a flag goes before
	}
	address, err := setting.Read()
	if err == nil && address == "" {
		address = setting.Otherwise
	}
	return address, err
}

// databaseFlags are what every command needs that opens the database and reads
// the server's secret, which comes from OPENHPP_SECRET where it is set.
type databaseFlags struct {
	databaseFlag
	app.SecretConfig
}

func (d databaseFlags) config() app.Config {
	d.Secret = os.Getenv("OPENHPP_SECRET")
	return app.Config{DatabaseConfig: d.DatabaseConfig, SecretConfig: d.SecretConfig}
}

// newLogger makes JSON lines, or text for people at a terminal, who in a playground
// do not see every request between the answers of their own.
func newLogger(level string, environment app.Environment) (log *slog.Logger, hushed bool, err error) {
	person := isTerminal(os.Stderr)
	if level == "auto" {
		level, hushed = "info", person && environment == app.Playground
		if hushed {
			level = "warn"
		}
	}
	log, err = app.NewLogger(os.Stderr, level, person)
	return log, hushed, err
}

// isTerminal reports whether a person may be looking at a file.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// serveCommand has a flag for every setting but the secrets.
type serveCommand struct{ app.Config }

// AfterApply looks for the database's address in a file, as every command does.
func (c *serveCommand) AfterApply() (err error) {
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

func (c *serveCommand) Run(ctx context.Context, unknown unknownSettings) error {
	log, hushed, err := newLogger(c.LogLevel, c.Environment)
	if err != nil {
		return err
	}
	unknown.warn(log)
	if err := app.Settings().ReadSecrets(&c.Config); err != nil {
		return err
	}
	c.Version, c.Upstreams = version(), app.UpstreamsOf(os.Environ())
	server, err := app.Open(ctx, c.Config, log)
	if err != nil {
		return err
	}
	if hushed {
		_, _ = fmt.Fprintf(os.Stderr, "openhpp serves %s; OPENHPP_LOG_LEVEL=info shows every request\n", server.URL())
	}
	return server.Run(ctx)
}

type demoCommand struct {
	Listen     string `env:"OPENHPP_LISTEN" default:"127.0.0.1:8080" help:"Address of the payment page (${env})."`
	ShopListen string `env:"OPENHPP_SHOP_LISTEN" default:"127.0.0.1:8081" help:"Address of the demo shop (${env}); a free port when that one is taken."`
	Database   string `env:"OPENHPP_DATABASE" help:"Keep everything there (${env}). Default: a temporary folder, removed at the end."`
	PublicURL  string `env:"OPENHPP_PUBLIC_URL" help:"Base of every link a payer sees (${env}). Default: the listener."`
	LogLevel   string `env:"OPENHPP_LOG_LEVEL" default:"warn" enum:"debug,info,warn,error" help:"debug, info, warn or error (${env})."`
}

func (c demoCommand) Run(ctx context.Context) error {
	log, err := app.NewLogger(os.Stderr, c.LogLevel, true)
	if err != nil {
		return err
	}
	database := c.Database
	if database == "" {
		if database, err = app.Settings().Named("OPENHPP_DATABASE").Read(); err != nil {
			return err
		}
	}
	return cli.Demo(ctx, app.DemoConfig{
		Listen: c.Listen, ShopListen: c.ShopListen, Database: database, PublicURL: c.PublicURL, Version: version(), Log: log,
	}, os.Stdout)
}
