package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

// runCommand gives a command a playground of its own.
type runCommand struct {
	Listen      string   `default:"127.0.0.1:0" help:"Address of the playground; port 0 is a free one."`
	PublicURL   string   `placeholder:"URL" help:"Base of every link a payer sees. Default: the listener."`
	EgressAllow []string `env:"OPENHPP_EGRESS_ALLOW" help:"Networks and host names that callbacks may reach besides this machine and public addresses."`
	LogLevel    string   `default:"warn" enum:"debug,info,warn,error" help:"What the playground logs on the standard error: debug, info, warn or error."`
	Command     []string `arg:"" passthrough:"partial" help:"The command and its arguments, such as: npm test."`
}

func (runCommand) Help() string {
	return "The command gets OPENHPP_URL, OPENHPP_USERNAME, OPENHPP_PASSWORD and OPENHPP_SIGNING_SECRET in its environment. " +
		"Its exit status is passed through, signals are passed on, and no file is left. " +
		"OPENHPP_PLAYGROUND_MERCHANT chooses the credentials."
}

func (c *runCommand) Run(ctx context.Context) error {
	log, err := app.NewLogger(os.Stderr, c.LogLevel, true)
	if err != nil {
		return err
	}
	fixed, err := app.Settings().Named("OPENHPP_PLAYGROUND_MERCHANT").Read()
	if err != nil {
		return app.WrongSettings{Reason: err}
	}
	command := c.Command
	if command[0] == "--" {
		command = command[1:]
	}
	if len(command) == 0 {
		return cli.Status{Code: wrongUse, Text: "run: give the command to run"}
	}
	return cli.Running{
		Command: command, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, AtTerminal: isTerminal(os.Stdin),
		Config: app.Config{
			Listen: c.Listen, PublicURL: c.PublicURL, Environment: app.Playground, Version: version(), PlaygroundMerchant: fixed,
			EgressAllow: append(c.EgressAllow, app.Loopback), DatabaseConfig: app.DatabaseConfig{Database: "sqlite:openhpp.db"},
			Gateway: app.GatewayConfig{OpsListen: app.OpsOff},
		},
	}.Run(ctx, log)
}
