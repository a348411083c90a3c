package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/apicli"
	"github.com/openhpp/openhpp/internal/settings"
)

// apiFlags are what every command needs that calls a server's API, from anywhere.
type apiFlags struct {
	Context  string        `group:"api" env:"OPENHPP_CONTEXT" placeholder:"NAME" help:"Call the server that login kept under this name; default: the one of OPENHPP_URL, else the context \"default\"."`
	URL      string        `group:"api" name:"url" env:"OPENHPP_URL" placeholder:"URL" help:"Address of the API, with OPENHPP_PASSWORD or OPENHPP_PASSWORD_FILE."`
	Username string        `group:"api" env:"OPENHPP_USERNAME" placeholder:"NAME" help:"User name at the API."`
	Timeout  time.Duration `group:"api" placeholder:"30s" help:"End with status 5 when it takes longer; default: as long as it takes."`
	JSON     bool          `group:"api" name:"json" help:"Print JSON: one object, or one a line for lists."`
	Quiet    bool          `group:"api" short:"q" help:"Print ids only."`
}

// passwordVariable is no flag: the list of processes shows flags to everybody.
const passwordVariable = "OPENHPP_PASSWORD"

// call runs a command at the API.
func (f apiFlags) call(ctx context.Context, do func(context.Context, apicli.Caller) error) error {
	access, err := f.access()
	if err != nil {
		return err
	}
	return f.with(ctx, access, do)
}

// with runs a command with an access.
func (f apiFlags) with(ctx context.Context, access apicli.Access, do func(context.Context, apicli.Caller) error) error {
	if f.Timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, f.Timeout)
		defer stop()
	}
	return do(ctx, apicli.Caller{
		API: &client.Client{BaseURL: access.URL, Username: access.Username, Password: access.Password},
		Out: os.Stdout, Err: os.Stderr, JSON: f.JSON, Quiet: f.Quiet,
	})
}

// access is where to call, and as whom: a context that is named, else the variables, else the
// default context.
func (f apiFlags) access() (apicli.Access, error) {
	if f.Context == "" && f.URL != "" {
		password, err := password()
		switch {
		case err != nil:
			return apicli.Access{}, err
		case f.Username == "":
			return apicli.Access{}, misused(errors.New("OPENHPP_USERNAME (--username) must be given with OPENHPP_URL (--url)"))
		case password == "":
			return apicli.Access{}, misused(errors.New("OPENHPP_PASSWORD must be given with OPENHPP_URL (--url), or OPENHPP_PASSWORD_FILE, a file that holds it"))
		}
		return apicli.Access{URL: f.URL, Username: f.Username, Password: password}, nil
	}
	contexts, err := apicli.UserContexts()
	if err != nil {
		return apicli.Access{}, misused(err)
	}
	name := f.Context
	if name == "" {
		name = apicli.DefaultContext
	}
	access, err := contexts.Get(name)
	if errors.Is(err, apicli.ErrNoContext) && f.Context == "" {
		err = errors.New("no server is known: set OPENHPP_URL (--url), OPENHPP_USERNAME (--username) and OPENHPP_PASSWORD, or use openhpp login")
	}
	return access, misused(err)
}

// password is that of the environment, or of the file that it names.
func password() (string, error) {
	file := os.Getenv(passwordVariable + settings.FileSuffix)
	if file == "" {
		return os.Getenv(passwordVariable), nil
	}
	text, err := settings.ReadFile(file)
	if err != nil {
		return "", misused(errors.New(passwordVariable + settings.FileSuffix + ": " + err.Error()))
	}
	return text, nil
}
