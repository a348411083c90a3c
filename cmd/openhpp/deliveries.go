package main

import (
	"context"

	"github.com/openhpp/openhpp/internal/apicli"
)

type deliveriesCommand struct {
	List  deliveriesList  `cmd:"" help:"List what became of callbacks."`
	Show  deliveriesShow  `cmd:"" help:"Print a delivery with every try and what the receiver answered."`
	Retry deliveriesRetry `cmd:"" help:"Try a delivery now; one that arrived is sent once more, with the same id and bytes."`
}

type deliveriesList struct {
	State   []string `help:"Those of these states: WAITING, DELIVERED, GIVEN_UP."`
	Session string   `placeholder:"ID" help:"The session that they tell of."`
	Type    string   `placeholder:"EVENT" help:"The event's type, such as session.completed."`
	From    string   `placeholder:"TIME" help:"Made at this time or later, such as 2030-01-31T10:20:30Z."`
	To      string   `placeholder:"TIME" help:"Made before this time."`
	limitFlag
	apiFlags
}

func (c deliveriesList) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.ListDeliveries(ctx, apicli.List{Limit: c.Limit, Query: apicli.Filters(map[string][]string{
			"state": c.State, "session_id": {c.Session}, "type": {c.Type}, "created_from": {c.From}, "created_to": {c.To},
		})})
	})
}

// deliveryArgument names a delivery.
type deliveryArgument struct {
	ID string `arg:"" name:"delivery-id" help:"As printed by list."`
}

type deliveriesShow struct {
	deliveryArgument
	apiFlags
}

func (c deliveriesShow) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.ShowDelivery(ctx, c.ID) })
}

type deliveriesRetry struct {
	deliveryArgument
	apiFlags
}

func (c deliveriesRetry) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.RetryDelivery(ctx, c.ID) })
}
