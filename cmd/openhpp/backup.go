package main

import (
	"context"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/app"
)

type backupCommand struct {
	To string `required:"" help:"The new file, such as /backup/openhpp-monday.db; its SHA-256 comes beside it."`
	jsonFlag
	databaseFlags
}

func (c backupCommand) Run(ctx context.Context, k *kong.Context) error {
	return app.Backup(ctx, c.stored(), c.To, k.Stdout, c.JSON)
}

type restoreCommand struct {
	From string `required:"" help:"The backup. It is checked first, and stays as it is."`
	jsonFlag
	databaseFlags
}

func (c restoreCommand) Run(ctx context.Context, k *kong.Context) error {
	return app.Restore(ctx, c.stored(), c.From, k.Stdout, c.JSON)
}
