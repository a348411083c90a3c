package app

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/upstream"
)

// builtin is the built-in provider's name in stored references.
const builtin = "builtin"

// providers finds providers for the core: by host when a session is made, by
// stored name ever after.
type providers struct {
	hosts     []string // of the built-in provider
	byOwn     hpp.Provider
	directory upstream.Directory
	upstreams map[string]hpp.Provider // by name
	// used reports whether any merchant has an account at an upstream.
	used func(context.Context) (bool, error)
}

// providers makes the registry: the built-in provider, if there is one, and every
// upstream.
func (a *App) providers(own *provider.Provider) providers {
	p := providers{directory: a.config.upstreams, upstreams: map[string]hpp.Provider{}, used: a.upstreams.Used}
	if own != nil {
		p.hosts, p.byOwn = a.config.hosts(a.listener.Addr()), own
	}
	for _, u := range p.directory.All() {
		sender := upstreamSender(u, a.config)
		a.senders = append(a.senders, sender)
		p.upstreams[u.Name] = upstreamProvider(&klarna.Client{Upstream: u, Accounts: a.upstreams, Sender: sender, Now: time.Now, Observe: a.observeUpstream})
	}
	return p
}

func (p providers) ByHost(host string) (string, hpp.Provider, bool) {
	for _, own := range p.hosts {
		if strings.EqualFold(own, host) {
			return builtin, p.byOwn, true
		}
	}
	u, ok := p.directory.ByHost(host)
	return u.Name, p.upstreams[u.Name], ok
}

func (p providers) ByName(name string) (hpp.Provider, bool) {
	if name == builtin {
		return p.byOwn, p.byOwn != nil
	}
	found, ok := p.upstreams[name]
	return found, ok
}

// paymentURL is the API address of a payment session; empty: nobody serves it any
// more.
func (a *App) paymentURL(ref hpp.PaymentRef) string {
	base := a.config.APIURL
	if ref.Provider != builtin {
		u, ok := a.config.upstreams.ByName(ref.Provider)
		if !ok {
			return ""
		}
		base = u.BaseURL
	}
	if ref.Kind == hpp.KindCheckout {
		return base + "/checkout/v3/orders/" + url.PathEscape(ref.ID)
	}
	return base + "/payments/v1/sessions/" + url.PathEscape(ref.ID)
}

// usedTimeout is how long the store may take to say whether there are accounts.
const usedTimeout = 2 * time.Second

// Hosts are those that a payment session may be at: the built-in provider's own,
// and upstreams' as soon as a merchant has an account at one.
func (p providers) Hosts() []string {
	ctx, cancel := context.WithTimeout(context.Background(), usedTimeout)
	defer cancel()
	if used, err := p.used(ctx); err != nil || !used {
		return p.hosts
	}
	return append(append([]string(nil), p.hosts...), p.directory.Hosts()...)
}

// takesPayments says who takes payments, in words; ok is false when nobody does.
func (a *App) takesPayments(ctx context.Context) (who string, ok bool) {
	if a.hasOwnProvider {
		who = "the built-in one"
		if a.config.Environment == Playground {
			who += ", for test money"
		}
	}
	used, err := a.upstreams.Used(ctx)
	switch {
	case err == nil && used && who != "":
		return who + ", and merchants' own accounts", true
	case who != "":
		return who, true
	}
	return takers(err == nil && used)
}

// reportProvider tells the operator who takes payments. A server that can take
// none is ready all the same, and says so until it can.
func (a *App) reportProvider(ctx context.Context, own bool) {
	a.hasOwnProvider = own
	a.health.provider = a.takesPayments
	if _, ok := a.takesPayments(ctx); !ok {
		a.log.Warn("no provider is configured: no payment can be taken", "environment", string(a.config.Environment))
	}
}

// closeSenders ends connections that nobody uses.
func closeSenders(senders []*egress.Client) {
	for _, sender := range senders {
		sender.CloseIdleConnections()
	}
}
