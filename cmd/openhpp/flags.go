package main

import (
	"log/slog"
	"os"

	"github.com/mattn/go-isatty"

	"github.com/openhpp/openhpp/internal/app"
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

// isTerminal reports whether a person may be at a file.
func isTerminal(file *os.File) bool { return isatty.IsTerminal(file.Fd()) }
