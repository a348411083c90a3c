package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/openhpp/openhpp/internal/apicli"
)

type loginCommand struct {
	Context       string `env:"OPENHPP_CONTEXT" default:"default" help:"The name to keep it under."`
	URL           string `name:"url" env:"OPENHPP_URL" placeholder:"URL" required:"" help:"Address of the API."`
	Username      string `env:"OPENHPP_USERNAME" placeholder:"NAME" required:"" help:"User name at the API."`
	PasswordStdin bool   `help:"Read the password from the standard input instead of asking for it."`
}

func (loginCommand) Help() string {
	return "The server is asked whether it takes them. They are kept in a file that only you read; commands take them by --context NAME."
}

func (c *loginCommand) Run(ctx context.Context) error {
	contexts, err := apicli.UserContexts()
	if err != nil {
		return misused(err)
	}
	password, err := c.password()
	if err != nil {
		return misused(err)
	}
	access := apicli.Access{URL: strings.TrimRight(c.URL, "/"), Username: c.Username, Password: password}
	return apiFlags{}.with(ctx, access, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Login(ctx, contexts, c.Context)
	})
}

func (c *loginCommand) password() (string, error) {
	if c.PasswordStdin {
		return apicli.ReadPassword(os.Stdin)
	}
	if !isTerminal(os.Stdin) {
		return "", errors.New("nobody is at a terminal to type the password: give it with --password-stdin")
	}
	_, _ = fmt.Fprintf(os.Stderr, "Password of %s: ", c.Username)
	password, err := term.ReadPassword(int(os.Stdin.Fd()))
	_, _ = fmt.Fprintln(os.Stderr)
	if err != nil || len(password) == 0 {
		return "", errors.Join(errors.New("no password was typed"), err)
	}
	return string(password), nil
}

// contextCommand manages what login kept.
type contextCommand struct {
	List   contextList   `cmd:"" help:"List the names that login kept."`
	Remove contextRemove `cmd:"" help:"Forget a name and its password."`
}

type contextList struct{}

func (contextList) Run() error {
	contexts, err := apicli.UserContexts()
	if err != nil {
		return misused(err)
	}
	names, err := contexts.Names()
	for _, name := range names {
		fmt.Println(name)
	}
	return err
}

type contextRemove struct {
	Name string `arg:"" help:"As given to login."`
}

func (c contextRemove) Run() error {
	contexts, err := apicli.UserContexts()
	if err != nil {
		return misused(err)
	}
	return contexts.Remove(c.Name)
}
