package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/apicli"
)

// anyCommand makes any call of the API.
type anyCommand struct {
	Method string `arg:"" help:"GET, POST, PUT, PATCH or DELETE."`
	Path   string `arg:"" help:"Such as /hpp/v1/sessions, with a query where there is one."`
	Data   string `short:"d" placeholder:"JSON" help:"The body: JSON, @FILE, or @- for the standard input."`
	apiFlags
}

func (c anyCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Any(ctx, c.Method, c.Path, c.Data, os.Stdin)
	})
}

type inboxCommand struct {
	Wait int `placeholder:"SECONDS" help:"Wait for the first message, at most 30 seconds."`
	apiFlags
}

func (c inboxCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.Inbox(ctx, c.Wait) })
}
