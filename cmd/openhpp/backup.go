package main

import "context"

type backupCommand struct {
	To string `required:"" help:"The new file, such as /backup/openhpp-monday.db; its SHA-256 comes beside it."`
	jsonFlag
	databaseFlags
}

func (c backupCommand) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).Backup(ctx, c.To)
}

type restoreCommand struct {
	From string `required:"" help:"The backup. It is checked first, and stays as it is."`
	jsonFlag
	databaseFlags
}

func (c restoreCommand) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).Restore(ctx, c.From)
}
