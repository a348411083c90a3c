package main

import (
	"context"

	"github.com/openhpp/openhpp/internal/cli"
)

type callbackCommand struct {
	List   callbackList   `cmd:"" help:"List callbacks that no receiver has taken: those that wait for their next try, and dead letters, which are not tried any more."`
	Replay callbackReplay `cmd:"" help:"Try callbacks again that are dead letters."`
}

type callbackList struct {
	Waiting bool `help:"Only those that wait for their next try." xor:"state"`
	Dead    bool `help:"Only dead letters." xor:"state"`
	jsonFlag
	databaseFlag
}

func (c callbackList) Run(ctx context.Context) error {
	return operator(databaseFlags{databaseFlag: c.databaseFlag}, c.jsonFlag).
		ListCallbacks(ctx, cli.Undelivered{Waiting: !c.Dead, Dead: !c.Waiting})
}

type callbackReplay struct {
	Session string `help:"Only those of this session; default: all."`
	jsonFlag
	databaseFlag
}

func (c callbackReplay) Run(ctx context.Context) error {
	return operator(databaseFlags{databaseFlag: c.databaseFlag}, c.jsonFlag).ReplayCallbacks(ctx, c.Session)
}
