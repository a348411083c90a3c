package main

import (
	"context"
	"os"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/apicli"
)

type sessionsCommand struct {
	Create  sessionsCreate  `cmd:"" help:"Make a session and print it with the address of its page."`
	List    sessionsList    `cmd:"" help:"List and find sessions."`
	Act     sessionsAct     `cmd:"" help:"Bring a session of a playground to an outcome."`
	Show    sessionsShow    `cmd:"" help:"Print a session as it is now."`
	Story   sessionsStory   `cmd:"" help:"Print what happened to a session, in order, and the answers that are asked for most."`
	Watch   sessionsWatch   `cmd:"" help:"Print each change of a session until its end; status 0 when it is paid."`
	Disable sessionsDisable `cmd:"" help:"Close a session for good."`
	Renew   sessionsRenew   `cmd:"" help:"Make a session in place of one that expired; the old link leads to it."`
}

// sessionArgument names a session.
type sessionArgument struct {
	ID string `arg:"" name:"session-id" help:"As it was answered when the session was made."`
}

// cartFlags are what a session made by hand is for.
type cartFlags struct {
	Amount      int64  `default:"10000" help:"Minor units: 10000 is 100.00."`
	Currency    string `default:"SEK" help:"ISO 4217."`
	Country     string `default:"SE" help:"ISO 3166-1 alpha-2."`
	Locale      string `placeholder:"en-SE" help:"Language and country of the page; default: English."`
	Description string `default:"Test purchase" help:"What is bought."`
	Reference   string `help:"The shop's own number."`
}

func (c cartFlags) cart() apicli.Cart {
	return apicli.Cart{Amount: c.Amount, Currency: c.Currency, Country: c.Country, Locale: c.Locale, Description: c.Description, Reference: c.Reference}
}

type sessionsCreate struct {
	cartFlags
	PaymentSession string `placeholder:"URL" help:"The address of a payment session that is there; else one is made."`
	Profile        string `placeholder:"ID" help:"Profile with defaults."`
	Mode           string `default:"PLACE_ORDER" enum:"NONE,PLACE_ORDER,CAPTURE_ORDER" help:"How far the page goes: NONE, PLACE_ORDER or CAPTURE_ORDER."`
	Success        string `placeholder:"URL" help:"Where a payer goes who has paid."`
	Cancel         string `placeholder:"URL" help:"Where a payer goes who gives up."`
	Back           string `placeholder:"URL" help:"Where a payer goes back to."`
	Failure        string `placeholder:"URL" help:"Where a payer goes who was declined."`
	Error          string `placeholder:"URL" help:"Where a payer goes when something failed."`
	StatusUpdate   string `placeholder:"URL" help:"Who is told of changes."`
	Data           string `short:"d" placeholder:"JSON" help:"The whole request instead, as in /openapi/hpp.yaml: JSON, @FILE, or @- for the standard input."`
	apiFlags
}

func (c sessionsCreate) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		body, err := apicli.ReadData(c.Data, os.Stdin)
		if err != nil {
			return err
		}
		if body != nil {
			return caller.CreateSessionFrom(ctx, body)
		}
		return caller.CreateSession(ctx, apicli.NewSession{
			Cart: c.cart(), PaymentSession: c.PaymentSession, ProfileID: c.Profile, Mode: c.Mode,
			URLs: client.MerchantURLs{
				Success: c.Success, Cancel: c.Cancel, Back: c.Back, Failure: c.Failure, Error: c.Error, StatusUpdate: c.StatusUpdate,
			},
		})
	})
}

type sessionsList struct {
	Status          []string `help:"Those of these statuses: WAITING, IN_PROGRESS, COMPLETED, FAILED, BACK, CANCELLED, ERROR, DISABLED."`
	Reference       string   `help:"What the payer quotes."`
	OrderID         string   `placeholder:"ID" help:"The order that came of it."`
	KlarnaReference string   `placeholder:"WORD" help:"The provider's short word for that order."`
	PaymentSession  string   `placeholder:"ID" help:"The payment session that is paid."`
	Contact         string   `placeholder:"ADDRESS" help:"A whole e-mail address, or a phone number with its country code."`
	Profile         string   `placeholder:"ID" help:"The profile it was made with."`
	Any             string   `placeholder:"ID" help:"Any of these ids and references, or a session's own id."`
	From            string   `placeholder:"TIME" help:"Made at this time or later, such as 2030-01-31T10:20:30Z."`
	To              string   `placeholder:"TIME" help:"Made before this time."`
	limitFlag
	apiFlags
}

// limitFlag bounds a list.
type limitFlag struct {
	Limit int `default:"20" help:"How many, the newest first; 0 is all."`
}

func (c sessionsList) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.ListSessions(ctx, apicli.List{Limit: c.Limit, Query: apicli.Filters(map[string][]string{
			"status": c.Status, "reference": {c.Reference}, "order_id": {c.OrderID}, "klarna_reference": {c.KlarnaReference},
			"payment_session_id": {c.PaymentSession}, "contact": {c.Contact}, "profile_id": {c.Profile}, "q": {c.Any},
			"created_from": {c.From}, "created_to": {c.To},
		})})
	})
}

type sessionsShow struct {
	sessionArgument
	Links bool `help:"With the addresses of its page: whoever has them can pay."`
	apiFlags
}

func (c sessionsShow) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.ShowSession(ctx, c.ID, c.Links) })
}

type sessionsStory struct {
	sessionArgument
	apiFlags
}

func (c sessionsStory) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.Story(ctx, c.ID) })
}

// linkCommand makes a link by hand.
type linkCommand struct {
	cartFlags
	Profile   string `placeholder:"ID" help:"Profile with defaults."`
	Mode      string `default:"PLACE_ORDER" enum:"NONE,PLACE_ORDER,CAPTURE_ORDER" help:"How far the page goes: NONE, PLACE_ORDER or CAPTURE_ORDER."`
	ExpiresIn string `placeholder:"P1D" help:"How long it can be paid, as an ISO 8601 duration."`
	Email     string `placeholder:"ADDRESS" help:"Send it to this payer."`
	apiFlags
}

func (c linkCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.MakeLink(ctx, apicli.Link{Cart: c.cart(), Profile: c.Profile, Mode: c.Mode, Expires: c.ExpiresIn, Email: c.Email})
	})
}

type sessionsWatch struct {
	sessionArgument
	apiFlags
}

func (c sessionsWatch) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.WatchSession(ctx, c.ID) })
}

type sessionsDisable struct {
	sessionArgument
	apiFlags
}

func (c sessionsDisable) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.DisableSession(ctx, c.ID) })
}

type sessionsRenew struct {
	sessionArgument
	apiFlags
}

func (c sessionsRenew) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error { return caller.RenewSession(ctx, c.ID) })
}
