package main

import (
	"context"
	"strconv"

	"github.com/openhpp/openhpp/internal/apicli"
	"github.com/openhpp/openhpp/internal/cli"
)

type listenCommand struct {
	ForwardTo string   `required:"" placeholder:"URL" help:"Address of this machine that gets each callback, such as http://localhost:3000/hooks; its query is kept."`
	Name      string   `default:"listen" help:"Name of the catcher that callbacks are sent to: listeners of different names do not meet."`
	Session   string   `placeholder:"ID" help:"Only callbacks of this session."`
	Events    []string `help:"Only these types: session.completed, or session.* for all that begin so."`
	Earlier   bool     `help:"Begin with what was caught before."`
	ReadyFile string   `placeholder:"FILE" help:"Write OPENHPP_STATUS_UPDATE, the address to give to sessions, into this file once callbacks are listened for."`
	ExitAfter int      `placeholder:"N" help:"End after so many different events."`
	apiFlags
}

func (listenCommand) Help() string {
	return "Give the address that it prints as status_update to sessions of a playground, wherever that runs: callbacks sent there come to " +
		"the address of this machine, byte for byte, with the headers they were signed by. It goes on by itself after a lost connection."
}

func (c listenCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Listen(ctx, apicli.Listening{
			ForwardTo: c.ForwardTo, Name: c.Name, SessionID: c.Session, Events: c.Events, Earlier: c.Earlier, ExitAfter: c.ExitAfter,
			Ready: func(address string) error {
				if c.ReadyFile == "" {
					return nil
				}
				return cli.WriteWhole(c.ReadyFile, "OPENHPP_STATUS_UPDATE="+address+"\n")
			},
		})
	})
}

type caughtCommand struct {
	Name    string `help:"The name that the requests were sent to."`
	Session string `placeholder:"ID" help:"The session that a callback tells of."`
	Status  string `help:"The status that a callback tells."`
	Wait    int    `placeholder:"SECONDS" help:"Wait for the first that matches, at most 30 seconds."`
	limitFlag
	apiFlags
}

func (c caughtCommand) Run(ctx context.Context) error {
	wait := ""
	if c.Wait > 0 {
		wait = strconv.Itoa(c.Wait)
	}
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.ListCaught(ctx, apicli.List{Limit: c.Limit, Query: apicli.Filters(map[string][]string{
			"name": {c.Name}, "session_id": {c.Session}, "status": {c.Status}, "wait": {wait},
		})})
	})
}
