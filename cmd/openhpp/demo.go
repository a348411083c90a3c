package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

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
