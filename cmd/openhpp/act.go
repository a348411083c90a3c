package main

import (
	"context"
	"strings"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/apicli"
)

type sessionsAct struct {
	sessionArgument
	Outcome string `arg:"" enum:"touch,approve,approve_pending,challenge,code,decline,withdraw,back,cancel,fail,stall,resolve,disable,complete_elsewhere,cancel_elsewhere,expire" help:"touch, approve, approve_pending, challenge, code, decline, withdraw, back, cancel, fail, stall, resolve, disable, complete_elsewhere, cancel_elsewhere or expire."`
	Method  string `placeholder:"PAY_LATER" help:"Payment method category."`
	Person  string `placeholder:"SE" help:"Country of the test person who pays."`
	Reason  string `help:"Of decline, as in the test data: high_risk."`
	Decide  string `help:"Of approve_pending: accept, reject or never."`
	After   string `placeholder:"PT10M" help:"Of approve_pending: when it is decided."`
	At      string `help:"Of fail: place or capture."`
	Value   string `help:"Of code: six digits."`
	As      string `help:"Of resolve: approve or decline."`
	Wait    int    `placeholder:"SECONDS" help:"Wait for the callbacks, at most 30 seconds."`
	apiFlags
}

func (c sessionsAct) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.ActOnSession(ctx, c.ID, client.Act{
			Outcome: c.Outcome, Method: c.Method, Person: c.Person, Reason: c.Reason, Decide: c.Decide,
			After: c.After, At: c.At, Value: c.Value, As: c.As, Wait: c.Wait,
		})
	})
}

type triggerCommand struct {
	Event        string `arg:"" help:"Such as session.completed or order.refunded; a wrong one is answered with all there are."`
	Session      string `placeholder:"ID" help:"The session to bring there; default: a new one."`
	StatusUpdate string `placeholder:"URL" help:"Who is told of a new session's changes."`
	apiFlags
}

func (triggerCommand) Help() string { return "Events: " + strings.Join(apicli.Events(), ", ") + "." }

func (c triggerCommand) Run(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context, caller apicli.Caller) error {
		return caller.Trigger(ctx, c.Event, c.Session, c.StatusUpdate)
	})
}
