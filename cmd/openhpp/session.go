package main

import "context"

type sessionCommand struct {
	Reopen sessionReopen `cmd:"" help:"Let payers try again on a page that took too many failed attempts."`
}

type sessionReopen struct {
	ID string `arg:"" name:"session-id" help:"As it was answered when the session was made."`
	jsonFlag
	databaseFlags
}

func (c sessionReopen) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).ReopenSession(ctx, c.ID)
}
