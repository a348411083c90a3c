package main

import (
	"context"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/cli"
)

type migrateCommand struct {
	From string `required:"" help:"The file: sqlite:/path/file.db. Stop its server first."`
	To   string `required:"" help:"The database: postgres://user:password@host/database."`
}

func (c migrateCommand) Run(ctx context.Context, k *kong.Context) error {
	return cli.Migrate(ctx, c.From, c.To, k.Stdout)
}
