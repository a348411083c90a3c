package main

import (
	"context"
	"os"
	"time"

	"github.com/openhpp/openhpp/internal/cli"
)

type merchantCommand struct {
	Create        merchantCreate  `cmd:"" help:"Make a merchant and print its credentials, once."`
	List          merchantList    `cmd:"" help:"List all merchants."`
	Rotate        merchantRotate  `cmd:"" help:"Give a merchant new credentials; the old ones work on for a while."`
	RotateWebhook merchantWebhook `cmd:"" help:"Change the secret that signs a merchant's callbacks; the old one signs too for a while."`
	Disable       merchantDisable `cmd:"" help:"End a merchant's selling, within half a second; captures, refunds and callbacks go on."`
	Upstream      upstreamCommand `cmd:"" help:"Manage merchants' credentials at Klarna and Kustom."`
	Enable        merchantEnable  `cmd:"" help:"Let a disabled merchant sell and reach the APIs again."`
}

// jsonFlag chooses the form of what is printed.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// idArgument names a merchant.
type idArgument struct {
	ID string `arg:"" name:"merchant-id" help:"As printed by create and list."`
}

// operator is who runs a command.
func operator(d databaseFlags, j jsonFlag) cli.Operator {
	return cli.Operator{Config: d.config(), Out: os.Stdout, JSON: j.JSON}
}

type merchantCreate struct {
	Name string `required:"" help:"The shop's name, as payers will read it."`
	jsonFlag
	databaseFlags
}

func (c merchantCreate) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).CreateMerchant(ctx, c.Name)
}

type merchantList struct {
	jsonFlag
	databaseFlags
}

func (c merchantList) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).ListMerchants(ctx)
}

// overlapFlag is how long what is replaced goes on working.
type overlapFlag struct {
	Overlap time.Duration `default:"24h" placeholder:"24h" help:"How long what is replaced works on, such as 1h; 0 ends it at once."`
}

type merchantRotate struct {
	idArgument
	overlapFlag
	jsonFlag
	databaseFlags
}

func (c merchantRotate) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).RotateMerchant(ctx, c.ID, c.Overlap)
}

type merchantWebhook struct {
	idArgument
	overlapFlag
	jsonFlag
	databaseFlags
}

func (c merchantWebhook) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).RotateWebhook(ctx, c.ID, c.Overlap)
}

type merchantDisable struct {
	idArgument
	All bool `help:"Shut its access to every API as well: no captures, refunds or reading."`
	jsonFlag
	databaseFlags
}

func (c merchantDisable) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).DisableMerchant(ctx, c.ID, c.All)
}

type merchantEnable struct {
	idArgument
	jsonFlag
	databaseFlags
}

func (c merchantEnable) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).EnableMerchant(ctx, c.ID)
}
