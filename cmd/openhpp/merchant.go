package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/internal/app"
)

type merchantCommand struct {
	Create        merchantCreate  `cmd:"" help:"Make a merchant and print its credentials, once."`
	List          merchantList    `cmd:"" help:"List all merchants."`
	Rotate        merchantRotate  `cmd:"" help:"Give a merchant new credentials; the old ones stop within half a second."`
	RotateWebhook merchantWebhook `cmd:"" help:"Change the secret that signs a merchant's callbacks."`
	Disable       merchantDisable `cmd:"" help:"Shut a merchant's access to every API, within half a second."`
}

// jsonFlag chooses the form of what is printed.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// idArgument names a merchant.
type idArgument struct {
	ID string `arg:"" name:"merchant-id" help:"As printed by create and list."`
}

func admin(d databaseFlags, j jsonFlag) app.Admin {
	return app.Admin{
		Config: d.stored(),
		Out:    os.Stdout, JSON: j.JSON,
	}
}

type merchantCreate struct {
	Name string `required:"" help:"The shop's name, as payers will read it."`
	jsonFlag
	databaseFlags
}

func (c merchantCreate) Run(ctx context.Context) error {
	return admin(c.databaseFlags, c.jsonFlag).Create(ctx, c.Name)
}

type merchantList struct {
	jsonFlag
	databaseFlags
}

func (c merchantList) Run(ctx context.Context) error {
	return admin(c.databaseFlags, c.jsonFlag).List(ctx)
}

type merchantRotate struct {
	idArgument
	jsonFlag
	databaseFlags
}

func (c merchantRotate) Run(ctx context.Context) error {
	return admin(c.databaseFlags, c.jsonFlag).Rotate(ctx, c.ID)
}

type merchantWebhook struct {
	idArgument
	databaseFlags
}

func (c merchantWebhook) Run(ctx context.Context) error {
	return admin(c.databaseFlags, jsonFlag{}).RotateWebhook(ctx, c.ID)
}

type merchantDisable struct {
	idArgument
	databaseFlags
}

func (c merchantDisable) Run(ctx context.Context) error {
	return admin(c.databaseFlags, jsonFlag{}).Disable(ctx, c.ID)
}
