package main

import (
	"context"

	"github.com/openhpp/openhpp/internal/apicli"
)

type tenantsCommand struct {
	Create tenantsCreate `cmd:"" help:"Make a merchant that ends by itself, and print its credentials, once."`
	List   tenantsList   `cmd:"" help:"List those that live."`
	Remove tenantsRemove `cmd:"" help:"Remove one with all its data."`
}

type tenantsCreate struct {
	Name      string `required:"" help:"The shop's name, as payers will read it."`
	ExpiresIn string `placeholder:"PT1H" help:"How long it lives, as an ISO 8601 duration; at most 7 days."`
	apiFlags
}

func (c tenantsCreate) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.CreateTenant(ctx, c.Name, c.ExpiresIn)
	})
}

type tenantsList struct{ apiFlags }

func (c tenantsList) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.ListTenants(ctx) })
}

type tenantsRemove struct {
	ID string `arg:"" name:"tenant-id" help:"As printed by create and list."`
	apiFlags
}

func (c tenantsRemove) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.RemoveTenant(ctx, c.ID) })
}

type resetCommand struct {
	Keep []string `placeholder:"profiles" help:"What stays: profiles."`
	apiFlags
}

func (c resetCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.Reset(ctx, c.Keep) })
}
