package main

import (
	"context"

	"github.com/openhpp/openhpp/internal/apicli"
)

type ordersCommand struct {
	List    ordersList    `cmd:"" help:"List orders."`
	Show    ordersShow    `cmd:"" help:"Print an order as it is now."`
	Capture ordersCapture `cmd:"" help:"Take money of an order."`
	Refund  ordersRefund  `cmd:"" help:"Give captured money back."`
}

type ordersList struct {
	Status      []string `help:"Those of these: AUTHORIZED, PART_CAPTURED, CAPTURED, CANCELLED, EXPIRED, CLOSED."`
	FraudStatus []string `help:"Those of these: ACCEPTED, PENDING, REJECTED."`
	Reference   string   `help:"The order's own reference, or one of the merchant's."`
	From        string   `placeholder:"TIME" help:"Made at this time or later, such as 2030-01-31T10:20:30Z."`
	To          string   `placeholder:"TIME" help:"Made before this time."`
	limitFlag
	apiFlags
}

func (c ordersList) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.ListOrders(ctx, apicli.List{Limit: c.Limit, Query: apicli.Filters(map[string][]string{
			"status": c.Status, "fraud_status": c.FraudStatus, "reference": {c.Reference}, "created_from": {c.From}, "created_to": {c.To},
		})})
	})
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
