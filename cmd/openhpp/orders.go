package main

import (
	"context"

	"github.com/openhpp/openhpp/internal/apicli"
)

type ordersCommand struct {
	Show    ordersShow    `cmd:"" help:"Print an order as it is now."`
	Capture ordersCapture `cmd:"" help:"Take money of an order."`
	Refund  ordersRefund  `cmd:"" help:"Give captured money back."`
}

// orderArgument names an order.
type orderArgument struct {
	ID string `arg:"" name:"order-id" help:"As the session that was paid tells it."`
}

type ordersShow struct {
	orderArgument
	apiFlags
}

func (c ordersShow) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.ShowOrder(ctx, c.ID) })
}

type ordersCapture struct {
	orderArgument
	Amount int64 `placeholder:"10000" help:"Minor units; default: all that remains."`
	apiFlags
}

func (c ordersCapture) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.CaptureOrder(ctx, c.ID, c.Amount) })
}

type ordersRefund struct {
	orderArgument
	Amount int64 `placeholder:"10000" help:"Minor units; default: all that was captured."`
	apiFlags
}

func (c ordersRefund) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.RefundOrder(ctx, c.ID, c.Amount) })
}
