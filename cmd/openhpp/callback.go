package main

import "context"

type callbackCommand struct {
	List   callbackList   `cmd:"" help:"List callbacks that were given up, and why."`
	Replay callbackReplay `cmd:"" help:"Try callbacks again that were given up."`
}

type callbackList struct {
	jsonFlag
	databaseFlags
}

func (c callbackList) Run(ctx context.Context) error {
	return admin(c.databaseFlags, c.jsonFlag).ListUndelivered(ctx)
}

type callbackReplay struct {
	Session string `help:"Only those of this session; default: all."`
	databaseFlags
}

func (c callbackReplay) Run(ctx context.Context) error {
	return admin(c.databaseFlags, jsonFlag{}).Replay(ctx, c.Session)
}
