package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/cli"
)

type upstreamCommand struct {
	Set    upstreamSet    `cmd:"" help:"Store a merchant's credentials at Klarna or Kustom, or replace them."`
	List   upstreamList   `cmd:"" help:"List credentials, without their passwords."`
	Test   upstreamTest   `cmd:"" help:"Ask whether credentials are right; nothing is made."`
	Remove upstreamRemove `cmd:"" help:"Forget credentials; what is being paid with them can be paid no more."`
	Reseal upstreamReseal `cmd:"" help:"After the server's secret was changed: seal what the old one sealed."`
}

// environmentFlag says whether money is real, as for serve.
type environmentFlag struct {
	Environment app.Environment `env:"OPENHPP_ENVIRONMENT" default:"playground" enum:"playground,production" help:"As the server has it."`
}

// upstreamFlags are what commands about upstreams need.
type upstreamFlags struct {
	jsonFlag
	environmentFlag
	databaseFlags
}

func (f upstreamFlags) config() app.Config {
	c := f.databaseFlags.config()
	c.Environment, c.Upstreams = f.Environment, app.UpstreamsOf(os.Environ())
	return c
}

func operatorOf(f upstreamFlags) cli.Operator {
	return cli.Operator{Config: f.config(), Out: os.Stdout, JSON: f.JSON}
}

// upstreamArguments name a merchant's credentials.
type upstreamArguments struct {
	idArgument
	Upstream string `arg:"" help:"klarna-eu, klarna-na, klarna-oc or kustom, each also with -test, or one of the server's own (OPENHPP_UPSTREAM_…)."`
	Label    string `default:"default" help:"Tells several credentials at one upstream apart."`
}

type upstreamSet struct {
	upstreamArguments
	Username      string `help:"The API key's user name; may be left out where the key is enough."`
	PasswordStdin bool   `help:"Read the password or API key from the standard input."`
	PasswordFile  string `placeholder:"FILE" type:"existingfile" help:"Read the password or API key from a file."`
	Mode          string `default:"auto" enum:"auto,widget,redirect" help:"How payers authorize: auto, by the company's script, and at its own page where that does not run; widget or redirect, that alone."`
	Callback      string `default:"if-absent" enum:"if-absent,off" help:"Whether merchant_urls.authorization is added to payment sessions without one: if-absent or off."`
	Return        string `default:"rewrite" enum:"rewrite,off" help:"Whether the return addresses of Checkout orders are rewritten: rewrite or off."`
	AllowTest     bool   `help:"Let this merchant take test money on a server that takes real money."`
	upstreamFlags
}

func (c upstreamSet) Run(ctx context.Context) error {
	password, err := c.password()
	if err != nil {
		return err
	}
	defer password.Close()
	return operatorOf(c.upstreamFlags).SetUpstream(ctx, cli.UpstreamAccount{
		Merchant: c.ID, Upstream: c.Upstream, Label: c.Label, Username: c.Username, Mode: c.Mode, Callback: c.Callback, Return: c.Return, AllowTest: c.AllowTest,
	}, password)
}

// password is where the password is read from: an argument would show it in the
// list of processes.
func (c upstreamSet) password() (io.ReadCloser, error) {
	switch {
	case c.PasswordStdin == (c.PasswordFile != ""):
		return nil, errors.New("give one of --password-stdin and --password-file FILE")
	case c.PasswordStdin:
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(c.PasswordFile)
}

type upstreamList struct {
	ID string `arg:"" optional:"" name:"merchant-id" help:"One merchant's; all without it."`
	upstreamFlags
}

func (c upstreamList) Run(ctx context.Context) error {
	return operatorOf(c.upstreamFlags).ListUpstreams(ctx, c.ID)
}

type upstreamTest struct {
	idArgument
	Upstream string `arg:"" help:"As for set."`
	Shapes   string `placeholder:"ID" help:"Read this payment session or Checkout order too, and print which members it has, not what stands in them."`
	upstreamFlags
}

func (c upstreamTest) Run(ctx context.Context) error {
	return operatorOf(c.upstreamFlags).TestUpstream(ctx, c.ID, c.Upstream, c.Shapes)
}

type upstreamRemove struct {
	upstreamArguments
	upstreamFlags
}

func (c upstreamRemove) Run(ctx context.Context) error {
	return operatorOf(c.upstreamFlags).RemoveUpstream(ctx, c.ID, c.Upstream, c.Label)
}

type upstreamReseal struct {
	OldSecretFile string `required:"" placeholder:"FILE" type:"existingfile" help:"File of the secret that the server had before."`
	upstreamFlags
}

func (c upstreamReseal) Run(ctx context.Context) error {
	return operatorOf(c.upstreamFlags).ResealUpstreams(ctx, c.OldSecretFile)
}
