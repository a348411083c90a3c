package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/shop"
	"github.com/openhpp/openhpp/internal/web"
)

// DemoConfig is what the demo may be told.
type DemoConfig struct {
	Listen     string
	ShopListen string
	Database   string // empty: a temporary folder
	PublicURL  string
	Version    string
	Out        io.Writer
	Log        *slog.Logger
}

// Demo runs a playground server with one merchant and a small shop beside it,
// until ctx ends. The shop knows the server only through its public client.
func Demo(ctx context.Context, d DemoConfig) error {
	if d.Database == "" {
		dir, err := os.MkdirTemp("", "openhpp-demo-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		d.Database = sqliteScheme + filepath.Join(dir, "demo.db")
	}
	server, err := Open(ctx, Config{
		Listen: d.Listen, PublicURL: d.PublicURL, Database: d.Database, Environment: Playground, Version: d.Version,
		EgressAllow:     []string{egress.Loopback}, // the shop is on this machine, wherever payers reach the page
		RateLimitCreate: new(int), RateLimit: new(int), Gateway: GatewayConfig{OpsListen: "127.0.0.1:0"},
		Messages: MessageConfig{PerSession: new(int64), PerRecipient: new(int64), EmailsPerDay: new(int64), SMSPerDay: new(int64)},
	}, d.Log)
	if err != nil {
		return err
	}
	account, err := server.merchants.Create(ctx, "The lamp shop")
	if err != nil {
		return errors.Join(err, server.Close())
	}
	listener, err := listenOrAny(ctx, d.ShopListen)
	if err != nil {
		return errors.Join(err, server.Close())
	}
	front := shop.New(shop.Config{
		// The shop calls the listener itself: the public URL may be a proxy's.
		Client:        &client.Client{BaseURL: "http://" + reachable(server.listener.Addr()), Username: account.Username, Password: account.Password},
		PublicURL:     "http://" + reachable(listener.Addr()),
		PageURL:       server.URL(),
		WebhookSecret: account.WebhookSecret,
		Log:           d.Log,
	})
	addresses := demoAddresses{
		shop: "http://" + reachable(listener.Addr()), phone: server.URL() + "/" + server.config.Region + "/hpp/access",
		inbox: withCredentials(server.URL(), account) + inbox.Path,
		api:   "http://" + reachable(server.listener.Addr()), account: account,
	}
	return runDemo(ctx, d, server, front, listener, addresses)
}

// demoAddresses are what the greeting names.
type demoAddresses struct {
	shop, phone, inbox, api string
	account                 merchant.Credentials
}

// withCredentials is a base address as a browser takes it that must not ask.
func withCredentials(base string, c merchant.Credentials) string {
	scheme, rest, _ := strings.Cut(base, "://")
	return scheme + "://" + url.UserPassword(c.Username, c.Password).String() + "@" + rest
}

// listenOrAny takes the wanted address, or a free port beside it when another
// program has it.
func listenOrAny(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err == nil {
		return listener, nil
	}
	host, _, splitErr := net.SplitHostPort(address)
	if splitErr != nil {
		return nil, fmt.Errorf("OPENHPP_SHOP_LISTEN: %w", err)
	}
	return config.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
}

// runDemo runs both until ctx or one of them ends.
func runDemo(ctx context.Context, d DemoConfig, server *App, front *shop.Shop, listener net.Listener, addresses demoAddresses) error {
	group, ctx := errgroup.WithContext(ctx)
	shopServer := web.NewServer(front, d.Log)
	group.Go(func() error { return server.Run(ctx) })
	group.Go(func() error {
		if err := shopServer.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		front.Close()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return shopServer.Shutdown(end)
	})
	group.Go(func() error {
		link, err := front.NewPaymentLink(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(d.Out, greeting, addresses.shop, link, addresses.inbox, addresses.phone,
			addresses.api, addresses.account.Username, addresses.account.Password, addresses.account.WebhookSecret)
		return err
	})
	return group.Wait()
}

const greeting = `
  OpenHPP demo. Test money only.

  Shop          %s
  Payment link  %s
  Inbox         %s
  Phone's code  %s

  For the command line and for tests (curl -u "$OPENHPP_USER:$OPENHPP_PASSWORD" $OPENHPP_URL/…):

    export OPENHPP_URL=%s
    export OPENHPP_USER=%s OPENHPP_PASSWORD=%s
    export OPENHPP_WEBHOOK_SECRET=%s

  Pay with any details and any six digits but 999999.
  Decline with an e-mail such as joe+denied@example.com. Stop with Ctrl-C.

`
