package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/cli"
)

type fsckCommand struct {
	Journal   []string `sep:"none" placeholder:"FILE" help:"What callers and receivers wrote down, as JSON lines; may be given several times."`
	Quiescent bool     `help:"Nothing is under way any more: what is due must be done."`
	jsonFlag
	databaseFlag
}

func (c fsckCommand) Run(ctx context.Context) error {
	sound, err := operator(databaseFlags{databaseFlag: c.databaseFlag}, c.jsonFlag).Fsck(ctx, cli.Checking{
		Journals: c.Journal, Quiescent: c.Quiescent, Progress: os.Stderr,
	})
	switch {
	case err != nil:
		return cli.Status{Code: 2, Text: err.Error()}
	case !sound:
		return cli.Status{Code: 1, Text: "the database is not sound"}
	}
	return nil
}
