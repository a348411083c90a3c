package app

import (
	"net/http"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/deliveryapi"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/message/contact"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/playground/guide"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/rest"
	"github.com/openhpp/openhpp/internal/sandbox"
	"github.com/openhpp/openhpp/internal/web"
)

// acquirer decides about money behind the built-in provider; nil: nobody does,
// and there is no such provider. Test money must not pay for real goods.
func (a *App) acquirer() acquirer.Acquirer {
	if a.config.Environment != Playground {
		return nil
	}
	return playground.Acquirer{}
}

// provider makes the built-in provider before an acquirer, or nothing without
// one.
func (a *App) provider(decides acquirer.Acquirer, key []byte) *provider.Provider {
	if decides == nil {
		return nil
	}
	return provider.New(provider.Config{
		Store: a.db.Provider(), Acquirer: decides, Secret: key, PublicURL: a.config.PublicURL, APIURL: a.config.APIURL, Environment: string(a.config.Environment),
		Now: time.Now, NewID: newID, Wake: func(kinds ...string) { a.runner.Wake(kinds...) },
		Client: a.shops, Callable: a.shops.CheckURL, Timeouts: checkout.Published, OpenPage: a.openCheckout,
		Selling: a.merchants.Selling, SnippetScript: a.snippetScript(),
	})
}

// testData is where the built-in provider explains its test data.
func (a *App) testData() string {
	if a.config.Environment != Playground {
		return ""
	}
	return a.config.PublicURL + guide.Path
}

// mountPlayground serves what only a playground has: the page that explains the
// test data, the messages that were kept instead of sent, and the sandbox.
func (a *App) mountPlayground(table *web.Table, own *provider.Provider) {
	if a.config.Environment != Playground {
		return
	}
	table.AddPublic(guide.Path, guide.Handler().ServeHTTP)
	inbox.Server{Store: a.db.Inbox(), Verify: a.merchants.Verify, APIURL: a.config.APIURL, Stop: a.stopping}.Mount(table)
	a.sandbox(own).Mount(table)
	a.catcher.Mount(table)
}

// pages are what payers and tills see.
func (a *App) pages() *page.Server {
	return &page.Server{
		Payments: a.sessions, Steps: a.sessions, Till: a.distributions, AccessCodes: a.distributions, Messages: a.distributions, Log: a.log, Region: a.config.Region,
		Environment: string(a.config.Environment), PublicURL: a.config.PublicURL, TestDataURL: a.testData(), TestPersons: a.testPersons(), Live: a.live, FailureLimit: page.NewFailureLimit(a.config.failedPayments()),
		MerchantImages: pictures{a.pictures, make(chan struct{}, 1)}, Countries: contact.Countries(a.config.Region),
	}
}

// absent are the prefixes of published APIs that are not served at all.
var absent = []string{"/settlements/", "/instantshopping/", "/merchantcard/", "/disputes/"}

// routes mounts every surface on one listener.
func (a *App) routes(own *provider.Provider) http.Handler {
	api, public := web.NewTable(), web.NewTable()
	a.tables = []*web.Table{api, public}
	prefixes := slices.Concat(rest.Prefixes, provider.Prefixes, absent)
	var unserved []string
	if own == nil {
		unserved = provider.Contracts
	}
	if a.config.Environment == Playground {
		prefixes = append(prefixes, sandbox.Prefix)
	} else {
		unserved = append(slices.Clone(unserved), sandbox.Contract)
	}
	pages := a.pages()
	rest.Server{Preview: pages, Sessions: a.sessions, Lists: a.lists, HandLinks: a.handLinks, Stories: a.stories(), Callbacks: a.sessions, Distributions: a.distributions, Profiles: a.profiles, Links: a.sessions.Links, Now: time.Now, Verify: a.merchants.Verify, Selling: a.merchants.SellingRecently, Unserved: unserved}.Mount(api)
	deliveryapi.Server{Deliveries: a.deliveries(), Verify: a.merchants.Verify, Headers: callback.Headers}.Mount(api)
	if own != nil {
		own.Mount(api, a.merchants.Verify)
	}
	a.mountPlayground(api, own)
	a.mountSDK(api, public, own)
	a.mountSnippet(api, own)
	public.AddPublic("/livez", a.health.alive)
	if a.config.Gateway.PublicReadyz {
		public.AddPublic("/readyz", a.health.ready)
	}
	pages.Mount(public)
	limiter := web.NewLimiter(a.config.rates(), time.Now)
	return limiter.Limit(web.API(api.ServeMux, public, prefixes...))
}
