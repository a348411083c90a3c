package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

// upstreamCalls is how many calls one upstream gets at once from this process.
const upstreamCalls = 64

// upstreamSender reaches one upstream. Its address is built in, or the operator's
// own word: no merchant and no payer names it. Networks that the operator closed
// stay closed.
func upstreamSender(u upstream.Upstream, c Config) *egress.Client {
	return egress.New(egress.Config{Anywhere: u.Given, MaxBody: klarna.MaxAnswer, HostCalls: upstreamCalls, Deny: c.EgressDeny})
}

// upstreamProvider speaks with one upstream in the name of merchants.
func upstreamProvider(c *klarna.Client) hpp.Provider {
	if c.Upstream.Kind == upstream.Kustom {
		return klarna.Checkout{Client: c}
	}
	return klarna.Payments{Client: c}
}

// observeUpstream logs what did not go well, with the upstream's own name for it,
// and counts every exchange. What is not there is asked for all the time.
func (a *App) observeUpstream(ctx context.Context, e klarna.Exchange) {
	a.metrics.UpstreamCall(e.Upstream, e.Status)
	level := slog.LevelWarn
	if e.Err == nil || hpp.IsCode(e.Err, hpp.CodeNotFound) {
		level = slog.LevelDebug
	}
	a.log.Log(ctx, level, "upstream call", "upstream", e.Upstream, "call", e.Call, "account", e.Account,
		"status", e.Status, "code", e.Code, "upstream_correlation_id", e.CorrelationID, "took", e.Took)
}

// UpstreamTest is what came of testing a merchant's accounts at an upstream.
type UpstreamTest struct {
	Accounts []klarna.Checked
	Shape    *klarna.Shape // of the payment session that was named; nil: none was
}

// TestUpstream asks an upstream whether a merchant's credentials are right. With
// the id of a payment session it answers its shape too. It makes nothing.
func TestUpstream(ctx context.Context, c Config, merchant hpp.MerchantID, name, session string) (done UpstreamTest, err error) {
	err = OpenUpstreams(ctx, c, func(s *upstream.Service) error {
		u, ok := s.Directory.ByName(name)
		if !ok {
			return errors.New(s.Directory.WantName())
		}
		sender := upstreamSender(u, c)
		defer sender.CloseIdleConnections()
		client := &klarna.Client{Upstream: u, Accounts: s, Sender: sender, Now: time.Now, Observe: func(context.Context, klarna.Exchange) {}}
		if done.Accounts, err = client.Check(ctx, merchant); err != nil || session == "" {
			return err
		}
		shape, err := client.Shape(ctx, merchant, session)
		if err == nil {
			done.Shape = &shape
		}
		return err
	})
	return done, err
}
