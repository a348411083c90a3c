package app

import (
	"context"
	"errors"
	"fmt"
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
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/playground/guide"
	"github.com/openhpp/openhpp/internal/shop"
	"github.com/openhpp/openhpp/internal/web"
)

// DemoConfig are the settings of the demo.
type DemoConfig struct {
	Listen     string
	ShopListen string
	Database   string // empty: a temporary folder
	PublicURL  string
	Version    string
	Log        *slog.Logger
	// Ready is called once everything can be used.
	Ready func(DemoAddresses) error
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
		Listen: d.Listen, PublicURL: d.PublicURL, DatabaseConfig: DatabaseConfig{d.Database}, Environment: Playground, Version: d.Version,
		EgressAllow:     []string{egress.Loopback}, // the shop is on this machine, wherever payers reach the page
		RateLimitCreate: new(int), RateLimit: CallRate{Calls: new(int)}, Gateway: GatewayConfig{OpsListen: "127.0.0.1:0"},
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
		WebhookSecret: account.WebhookSecret, MerchantID: string(account.MerchantID),
		Hints: shopHints,
		Log:   d.Log,
	})
	addresses := DemoAddresses{
		Shop: "http://" + reachable(listener.Addr()), AccessCode: server.URL() + "/" + server.config.Region + "/hpp/access",
		Inbox:    withCredentials(server.URL(), account) + inbox.Path,
		TestData: server.URL() + guide.Path, API: "http://" + reachable(server.listener.Addr()), Account: account,
	}
	return runDemo(ctx, d, server, front, listener, addresses)
}

// shopHints are the test data that the shop shows, since it knows the server only
// from outside.
func shopHints(country, domain string) []shop.Hint {
	var hints []shop.Hint
	for _, hint := range playground.Hints(country, domain) {
		hints = append(hints, shop.Hint(hint))
	}
	return hints
}

// DemoAddresses are what people and their programs may use of a demo.
type DemoAddresses struct {
	Shop        string
	PaymentLink string
	Inbox       string // with credentials
	AccessCode  string // where a phone's code is entered
	TestData    string // which details are declined, wait, or ask for more
	API         string
	Account     merchant.Credentials
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
func runDemo(ctx context.Context, d DemoConfig, server *App, front *shop.Shop, listener net.Listener, addresses DemoAddresses) error {
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
		addresses.PaymentLink = link
		return d.Ready(addresses)
	})
	return group.Wait()
}
