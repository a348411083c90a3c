package main

import (
	"context"
	"errors"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

// doctorCommand looks at what is around a server. It makes and changes nothing.
type doctorCommand struct {
	Look     doctorLook     `cmd:"" default:"withargs" help:"Look at settings, secret, files, database, clocks, public address, mail and gateway, and say what to do."`
	Upstream doctorUpstream `cmd:"" help:"Take a first look at a merchant's account at Klarna or Kustom: are the credentials right, which members has a payment session, not what stands in them."`
}

// doctorLook has serve's settings: give it those of the server.
type doctorLook struct {
	app.Config
	ClockURL string `placeholder:"URL" name:"url" help:"Another server whose clock is compared, such as the database's host."`
	jsonFlag
}

// AfterApply looks for the database's address in a file, as every command does.
func (c *doctorLook) AfterApply() (err error) {
	c.Database, err = databaseOf(c.Database)
	return err
}

func (c *doctorLook) Run(ctx context.Context, environment checkedEnvironment) error {
	if err := app.Settings().ReadSecrets(&c.Config); err != nil {
		return app.WrongSettings{Reason: err}
	}
	c.Upstreams = app.UpstreamsOf(os.Environ())
	looked := app.Examination{Slips: environment.slips, ClockURL: c.ClockURL}
	for _, name := range environment.unknown {
		looked.Unknown = errors.Join(looked.Unknown, errors.New(name+" is no setting and changes nothing"))
	}
	return cli.Doctor(ctx, c.Config, looked, c.JSON, os.Stdout)
}
