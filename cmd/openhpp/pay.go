package main

import (
	"context"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/apicli"
)

// payCommand plays a payer. A link opens its page without credentials.
type payCommand struct {
	Link    string      `arg:"" name:"link-or-id" help:"A session's redirect_url or any other link to its page, or the session's id."`
	Decline declineFlag `placeholder:"REASON" help:"Be declined, for a reason of the test data such as --decline=high_risk."`
	Person  string      `placeholder:"SE" help:"Country of the test person, ISO 3166-1 alpha-2."`
	Method  string      `placeholder:"PAY_LATER" help:"Payment method category; default: the first one offered."`
	apiFlags
}

func (c payCommand) Run(ctx context.Context) error {
	access := apicli.Access{}
	if !strings.Contains(c.Link, "://") {
		var err error
		if access, err = c.access(); err != nil {
			return err
		}
	}
	return c.with(ctx, access, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Pay(ctx, apicli.Payment{Link: c.Link, Decline: c.Decline.given, Reason: c.Decline.reason, Person: c.Person, Method: c.Method})
	})
}

// declineFlag may have a reason: --decline or --decline=REASON.
type declineFlag struct {
	given  bool
	reason string
}

// IsBool tells the parser that the flag needs no value.
func (declineFlag) IsBool() bool { return true }

// Decode takes the reason, where there is one; the parser asks for an error.
//
//nolint:unparam // an interface's form
func (d *declineFlag) Decode(k *kong.DecodeContext) error {
	d.given = true
	if next := k.Scan.Peek(); next.Type == kong.FlagValueToken {
		d.reason = strings.TrimSpace(k.Scan.Pop().String())
	}
	return nil
}
