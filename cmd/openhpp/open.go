package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/apicli"
)

type openCommand struct {
	Place   string `arg:"" enum:"docs,inbox,test-data,page" help:"docs, inbox, test-data, or page with a session's id."`
	Session string `arg:"" optional:"" name:"session-id" help:"The session whose page is opened."`
	Browser string `env:"BROWSER" placeholder:"PROGRAM" help:"The program that opens addresses; without any the address is printed."`
	apiFlags
}

func (c openCommand) Run(ctx context.Context) error {
	browser := apicli.Browser(c.Browser)
	if c.Browser == "" && !isTerminal(os.Stdout) {
		browser = nil
	}
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Open(ctx, c.Place, c.Session, browser)
	})
}
