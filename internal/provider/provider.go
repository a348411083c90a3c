package provider

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/release"
	"github.com/openhpp/openhpp/internal/provider/token"
	"github.com/openhpp/openhpp/internal/web"
)

// Store is what the provider's parts keep, in one database.
type Store interface {
	payment.Store
	order.Store
	checkout.Store
	token.Store
}

// Config is what the provider is made of. All fields are required.
type Config struct {
	Store Store
	// Acquirer decides about money.
	Acquirer acquirer.Acquirer
	// Secret signs client tokens and the addresses browsers are sent to.
	Secret []byte
	// PublicURL is the base of addresses for browsers, APIURL of those for
	// merchants' servers; neither ends in a slash.
	PublicURL string
	APIURL    string
	// Environment is what browser scripts read of the server: playground or
	// production.
	Environment string
	// Now is the clock; NewID is a source of unguessable ids.
	Now   func() time.Time
	NewID func() string
	// Wake tells the job runner that jobs of these kinds are due.
	Wake func(...string)
	// Client asks merchants' servers questions.
	Client egress.Sender
	// Callable judges where they may be called, beyond an address's form; nil:
	// anywhere.
	Callable func(*url.URL) error
	// Timeouts are how long they may take.
	Timeouts checkout.Timeouts
	// OpenPage makes or finds the hosted page of a Checkout order.
	OpenPage func(ctx context.Context, v checkout.PageRequest) (string, error)
	// SnippetScript is the address of the script that Checkout orders' snippets
	// load; empty: they are links.
	SnippetScript string
	// Selling answers whether a merchant may take new payments; nil: all may.
	Selling merchantapi.Selling
}

// Provider is the APIs, each with its own use cases.
type Provider struct {
	Payments *payment.Service
	Orders   *order.Service
	Checkout *checkout.Service
	Tokens   *token.Service
	acquirer acquirer.Acquirer
	selling  merchantapi.Selling
}

// New makes the provider.
func New(c Config) *Provider {
	sessions := &payment.Service{Acquirer: c.Acquirer, Callable: c.Callable, Store: c.Store, Secret: c.Secret, PublicURL: c.PublicURL, Environment: c.Environment, Now: c.Now, NewID: c.NewID, Wake: c.Wake}
	return &Provider{
		Payments: sessions, acquirer: c.Acquirer, selling: c.Selling,
		Tokens: &token.Service{Acquirer: c.Acquirer, Callable: c.Callable, Store: c.Store, RedirectURL: sessions.RedirectURL, Now: c.Now, NewID: c.NewID, Wake: c.Wake},
		Orders: &order.Service{Acquirer: c.Acquirer, Store: c.Store, APIURL: c.APIURL, Now: c.Now, NewID: c.NewID, Wake: c.Wake},
		Checkout: &checkout.Service{
			Acquirer: c.Acquirer, Callable: c.Callable, Store: c.Store, Client: c.Client, OpenPage: c.OpenPage, Secret: c.Secret, PublicURL: c.PublicURL, APIURL: c.APIURL,
			SnippetScript: c.SnippetScript, Timeouts: c.Timeouts, Now: c.Now, NewID: c.NewID, Wake: c.Wake,
		},
	}
}

// GiveBack makes one try of a release.Kind job.
func (p *Provider) GiveBack(ctx context.Context, payload []byte) error {
	return release.Run(ctx, p.acquirer, payload)
}

// Prefixes are the paths the provider owns, for web.API.
var Prefixes = []string{"/payments/", "/credit/", "/checkout/", "/customer-token/", "/ordermanagement/", "/playground/"}

// Contracts are the files of package api that the provider keeps.
var Contracts = []string{"payments.yaml", "checkout.yaml", "customertoken.yaml", "ordermanagement.yaml"}

// Mount adds the routes of every API, for merchants' servers and browsers.
func (p *Provider) Mount(table *web.Table, verify merchantapi.Verify) {
	merchantapi.Gate{Verify: verify, Selling: p.selling}.Mount(table, p.routes()...)
	p.Payments.Mount(table)
	p.Checkout.Mount(table)
}

// routes are the operations of every API.
func (p *Provider) routes() []merchantapi.Route {
	return slices.Concat(p.Payments.Routes(), p.Orders.Routes(), p.Orders.ListRoutes(), p.Checkout.Routes(), p.Tokens.Routes())
}
